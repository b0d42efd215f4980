using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A request that is in the log, and where: enough to give its answer again.</summary>
public readonly record struct RememberedRequest(
    UserId By, RequestId Request, RequestKind Kind, long Seq, DateTimeOffset Timestamp)
{
    public RoomReply Reply(Epoch epoch) => Kind switch
    {
        // Of a channel that keeps nothing: it has no place in a log.
        RequestKind.Publish when Seq == 0 => new RoomReply.Raised(Timestamp),
        RequestKind.Leave => RoomReply.Done.Instance,
        RequestKind.Publish or RequestKind.Annotate or RequestKind.Moderate or RequestKind.Manage => new RoomReply.Published(new MessageId(epoch, Seq), Timestamp),
        _ => throw new InvalidOperationException($"No reply is known for {Kind}."),
    };
}

/// <summary>
/// What kind of request an id was used for. Part of its identity: a client that numbers its requests
/// may use one number for a leave on one connection and for a message on another.
/// </summary>
public enum RequestKind
{
    Publish,
    Leave,

    /// <summary>Edits, deletes, reactions, pins.</summary>
    Annotate,

    /// <summary>What was done to a member.</summary>
    Moderate,

    /// <summary>What was done to the room and its invites.</summary>
    Manage,
}
