using System.Collections.Immutable;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Clients;

/// <summary>What a server sends, one frame after the other over one socket. A closed set.</summary>
internal abstract record ServerFrame
{
    private ServerFrame()
    {
    }

    public sealed record Welcome(ConnectionId Connection, string Token, bool Resumed, ImmutableArray<RoomId> Rooms) : ServerFrame;

    public sealed record Answered(Ask Ask, Answer Answer) : ServerFrame;

    public sealed record Events(FeedBatch Batch) : ServerFrame;

    /// <param name="SentAt">When it was put into the outbox; it may be seen much later.</param>
    public sealed record Signal(FeedSignal What, DateTimeOffset SentAt) : ServerFrame;

    public sealed record Reset(FeedReset What) : ServerFrame;
}
