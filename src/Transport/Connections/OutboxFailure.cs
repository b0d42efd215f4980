namespace Streaming.Transport.Connections;

/// <summary>Why an outbox stopped without being asked to.</summary>
internal enum OutboxFailure
{
    /// <summary>More waited than is kept. What waits can still be dropped and followed by a last frame.</summary>
    Overflow,

    /// <summary>A write took too long; the connection has to be aborted.</summary>
    WriteTimedOut,

    /// <summary>A write threw; the connection is unusable.</summary>
    WriteFailed,
}
