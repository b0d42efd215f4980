using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>How coming back to a room went. A closed set.</summary>
internal abstract record RoomStanding(RoomId Room)
{
    public static RoomStanding Of(RoomId room, JoinOutcome outcome) => outcome.Reply is RoomReply.Joined joined
        ? new Entered(room, joined, outcome.Recovered)
        : new Refused(room, RoomErrors.Of(outcome.Reply));

    /// <param name="Recovered">Whether everything that the client misses will follow.</param>
    public sealed record Entered(RoomId Room, RoomReply.Joined Reply, bool Recovered) : RoomStanding(Room);

    public sealed record Refused(RoomId Room, RequestError Error) : RoomStanding(Room);
}
