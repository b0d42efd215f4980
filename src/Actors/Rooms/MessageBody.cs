namespace Streaming.Actors.Rooms;

/// <summary>
/// What a sender wrote. <see cref="Data"/> and <see cref="Metadata"/> are UTF-8 JSON values carried
/// through byte for byte; empty means the field was absent.
/// </summary>
public sealed record MessageBody(
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Metadata = default,
    string? ContentType = null,
    string? ThreadId = null);
