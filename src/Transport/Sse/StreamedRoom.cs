using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Sse;

/// <summary>A room that a stream was asked for, and how entering it went.</summary>
/// <param name="Since">Where the client says it stands; null: it wants what comes from now on.</param>
/// <param name="Outcome">Null where the room was not asked.</param>
/// <param name="Refusal">Why not; else null.</param>
internal sealed record StreamedRoom(RoomId Room, RoomPosition? Since, JoinOutcome? Outcome, RequestError? Refusal)
{
    public bool IsEntered => Outcome?.Reply is RoomReply.Joined;

    /// <summary>Why it was not entered.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">It was.</exception>
    public RequestError Error => Refusal ?? RoomErrors.Of(Outcome!.Reply);

    public RoomStanding Standing => Refusal is null ? RoomStanding.Of(Room, Outcome!) : new RoomStanding.Refused(Room, Refusal);

    /// <summary>Where delivery begins, as it would be told to a client that must start anew; null if the room was not entered.</summary>
    public FeedReset? Start => Outcome?.Reply is not RoomReply.Joined joined
        ? null
        : new FeedReset(Room, joined.Epoch, StartIn(joined), joined.FirstSeq);

    private long StartIn(RoomReply.Joined joined) => (Since, Outcome!.Recovered) switch
    {
        (null, _) => joined.Seq,
        ({ Seq: var seq }, true) => seq,
        (_, false) => joined.FirstSeq - 1,
    };
}
