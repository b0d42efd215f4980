using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Histories;

/// <summary>One thing that one connection's client saw. A closed set; a connection's list is in the order in which it saw them.</summary>
internal abstract record Observation(DateTimeOffset At)
{
    /// <summary>The room it is about; null for what is about the whole connection.</summary>
    public virtual RoomId? About => null;

    public sealed record Welcomed(DateTimeOffset At, ConnectionId Id, bool Resumed, ImmutableArray<RoomId> Rooms) : Observation(At);

    /// <param name="BegunAt">When the server began to work on it: what it tells cannot be older.</param>
    /// <param name="IsKept">What is heard from now on has a place in a log: not so of some channels.</param>
    public sealed record Joined(
        DateTimeOffset At, DateTimeOffset BegunAt, RoomId Room, RoomPosition? Since, bool Echo, RoomReply.Joined Ack, bool Recovered, bool IsKept)
        : Observation(At)
    {
        public override RoomId? About => Room;
    }

    public sealed record Left(DateTimeOffset At, RoomId Room, bool WasAsked) : Observation(At)
    {
        public override RoomId? About => Room;
    }

    public sealed record Event(DateTimeOffset At, RoomId Room, Epoch Epoch, RoomEvent What) : Observation(At)
    {
        public override RoomId? About => Room;
    }

    /// <summary>A message of a channel that keeps none.</summary>
    public sealed record Heard(DateTimeOffset At, RoomId Room, UserId By, string Text) : Observation(At)
    {
        public override RoomId? About => Room;
    }

    /// <param name="Kept">The oldest entry that the store kept when the client heard of it.</param>
    public sealed record Reset(DateTimeOffset At, RoomId Room, Epoch Epoch, long Position, long Kept) : Observation(At)
    {
        public override RoomId? About => Room;
    }
}
