namespace Streaming.Transport.Protocol;

/// <summary>The fields of a client's message that mean something; all others are ignored.</summary>
internal enum ClientField
{
    Id,
    Type,
    Event,
    RoomId,
    ChannelId,
    Data,
    Metadata,
    ContentType,
    ThreadId,
    Since,
    Epoch,
}
