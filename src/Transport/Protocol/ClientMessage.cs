using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>
/// One message of a client, its envelope read and checked. <see cref="Data"/> and <see cref="Metadata"/> are
/// slices of the buffer it came in: they hold until the pipeline is done with the message, and whoever keeps
/// them longer copies them.
/// </summary>
public sealed record ClientMessage
{
    public required ClientMessageType Type { get; init; }

    public ClientEvent Event { get; init; }

    /// <summary>The sender's id of this request. Without one only an error is answered.</summary>
    public RequestId? Id { get; init; }

    /// <summary>Set wherever the type needs it.</summary>
    public RoomId? Room { get; init; }

    /// <summary>Where a channel is addressed instead of a room: its id, or in a subscription a pattern of ids.</summary>
    public string? Channel { get; init; }

    /// <summary>The channel that the message is about; null for a room, for a pattern, and where the field means nothing.</summary>
    public ChannelId? ChannelId => Actors.Ids.ChannelId.TryParse(AddressedChannel, out var channel) ? channel : null;

    /// <summary>The channel or pattern that the message is about; null where the field means nothing.</summary>
    internal string? AddressedChannel =>
        Type is ClientMessageType.Message or ClientMessageType.Subscribe or ClientMessageType.Unsubscribe ? Channel : null;

    /// <summary>Any JSON value as the sender wrote it; empty if absent.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>A JSON object as the sender wrote it; empty if absent.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Of a REST request, where the address says it; else it stands in <see cref="Data"/>.</summary>
    internal string? Reaction { get; init; }

    public string? ThreadId { get; init; }

    /// <summary>From where a join wants events, if it says so.</summary>
    public RoomPosition? Since { get; init; }
}
