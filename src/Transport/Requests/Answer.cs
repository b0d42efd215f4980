using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>What a request came to. A closed set; each request gets exactly one, told under its id if it has one.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>
    /// Begins what the answer announces: once it stands in the outbox, so that an ack comes ahead of its events, and before it leaves, so that a
    /// client which has the ack misses none.
    /// </summary>
    public Action? StartDelivery { get; init; }

    /// <summary>What is done after that, of which the client misses nothing that is told late.</summary>
    public Func<ValueTask>? FollowUp { get; init; }

    /// <param name="Recovered">Whether everything that the client misses will follow.</param>
    public sealed record Joined(RoomReply.Joined Reply, bool Recovered) : Answer;

    public sealed record Published(MessageId Message, DateTimeOffset Timestamp) : Answer;

    /// <summary>Sent to those who listen, and in no log.</summary>
    public sealed record Raised(DateTimeOffset Timestamp) : Answer;

    public sealed record Subscribed(SubscribeOutcome Outcome) : Answer;

    public sealed record Resumed(ImmutableArray<RoomStanding> Rooms, ImmutableArray<ChannelStanding> Channels) : Answer;

    public sealed record History(HistoryPage Page) : Answer;

    public sealed record Roster(RosterSnapshot Snapshot) : Answer;

    public sealed record Watching(ImmutableArray<ShownUser> Users) : Answer;

    /// <param name="ExpiresAt">When the connection ends, if it is not refreshed before.</param>
    /// <param name="ExpiresIn">The same as a time from now.</param>
    public sealed record Refreshed(DateTimeOffset? ExpiresAt, TimeSpan? ExpiresIn) : Answer;

    public sealed record Pong(DateTimeOffset Now) : Answer;

    public sealed record Done : Answer
    {
        public static readonly Done Instance = new();
    }

    public sealed record Failed(RequestError Error) : Answer
    {
        /// <summary>Why a room did not do what it was asked.</summary>
        public static Failed By(RoomReply reply) => new(RoomErrors.Of(reply));

        public static Failed Invalid(string problem) => new(RequestError.Invalid(problem));
    }
}
