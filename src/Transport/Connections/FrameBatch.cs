namespace Streaming.Transport.Connections;

/// <summary>What leaves in one write.</summary>
/// <param name="Bytes">Whole frames, one after the other.</param>
/// <param name="Frames">How many; 0 if nothing waited.</param>
internal readonly record struct FrameBatch(ReadOnlyMemory<byte> Bytes, int Frames);
