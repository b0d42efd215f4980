using System.Collections.Immutable;

namespace Streaming.Actors.Rooms;

/// <summary>What <see cref="RoomActor.Decide"/> answers.</summary>
/// <param name="Events">To be logged, all or none; contiguous from the state's head. Empty when nothing changes.</param>
/// <param name="Reply">To be given once the events, and all decided before them, are in the log.</param>
/// <param name="Raised">What listeners hear, and no log keeps.</param>
public readonly record struct Decision(ImmutableArray<RoomEvent> Events, RoomReply Reply, EphemeralEvent? Raised = null)
{
    public static Decision Nothing(RoomReply reply) => new([], reply);

    public static Decision Refuse(RoomRefusal why, DateTimeOffset? until = null) => new([], new RoomReply.Refused(why, until));
}
