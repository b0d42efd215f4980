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

    public sealed record Signal(FeedSignal What) : ServerFrame;

    public sealed record Reset(FeedReset What) : ServerFrame;
}
