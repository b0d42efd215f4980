namespace Streaming.Transport.Connections;

/// <summary>What has left an outbox so far, and what waits in it.</summary>
/// <param name="Frames">Frames written.</param>
/// <param name="Bytes">Bytes written.</param>
/// <param name="Writes">Stream writes that these took; far fewer than frames when the socket is busy.</param>
/// <param name="WaitingBytes">Bytes accepted and not yet written, those of a write under way included.</param>
internal readonly record struct OutboxStatistics(long Frames, long Bytes, long Writes, long WaitingBytes);
