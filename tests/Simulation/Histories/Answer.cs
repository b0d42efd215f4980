using System.Collections.Immutable;
using Streaming.Actors.Directories;
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

    /// <summary>Of a join, or of a subscription to a channel.</summary>
    public sealed record Joined(RoomId Room, RoomReply Reply, bool Recovered) : Answer
    {
        /// <summary>Where it begins; null where it was refused. A subscription's is told as that of a room without members.</summary>
        public RoomReply.Joined? Ack => Reply switch
        {
            RoomReply.Joined joined => joined,
            RoomReply.Subscribed subscribed => new RoomReply.Joined(subscribed.Epoch, subscribed.Seq, subscribed.FirstSeq, Role.Guest, MemberCount: 0),
            _ => null,
        };

        /// <summary>Whether it is about something with a log.</summary>
        public bool IsKept => Reply is not RoomReply.Subscribed { IsPersistent: false };
    }

    public sealed record Resumed(ImmutableArray<Joined> Rooms) : Answer;

    public sealed record History(HistoryPage Page) : Answer;

    public sealed record Listed(ImmutableArray<ListedRoom> Rooms) : Answer;

    public sealed record ListedOf(ImmutableArray<RoomId> Rooms) : Answer;

    /// <summary>The store was away, as injected: to the client it is <c>unavailable</c>.</summary>
    public sealed record Failed(string Why) : Answer;

    /// <summary>The connection ended first.</summary>
    public sealed record Disconnected : Answer;
}
