using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Histories;

/// <summary>How an ask ended. A closed set.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Replied(RoomReply Reply) : Answer;

    public sealed record Joined(RoomId Room, RoomReply Reply, bool Recovered) : Answer;

    public sealed record Resumed(ImmutableArray<Joined> Rooms) : Answer;

    public sealed record History(HistoryPage Page) : Answer;

    /// <summary>The store was away, as injected: to the client it is <c>unavailable</c>.</summary>
    public sealed record Failed(string Why) : Answer;

    /// <summary>The connection ended first.</summary>
    public sealed record Disconnected : Answer;
}
