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

    /// <summary>Where a channel is addressed instead of a room.</summary>
    public string? Channel { get; init; }

    /// <summary>Any JSON value as the sender wrote it; empty if absent.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>A JSON object as the sender wrote it; empty if absent.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    public string? ContentType { get; init; }

    public string? ThreadId { get; init; }

    /// <summary>From where a join wants events, if it says so.</summary>
    public RoomPosition? Since { get; init; }
}
