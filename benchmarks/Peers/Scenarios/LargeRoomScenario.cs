using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;
using Streaming.Actors;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;
using Streaming.Redis;
using Streaming.Support;
using Streaming.Transport.EventLoops;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// What the size of a room costs: to join it, to get its newest page of history, and to have it back from its log on Redis when its owner has
/// died. In this process, over <see cref="StreamingNode"/>: sockets would add the same to both. Each owner in turn dies without a word, and
/// the next one is asked for the room as soon as it has its shard.
/// </summary>
internal sealed class LargeRoomScenario(PeerOptions options) : IScenario
{
    private const int Shards = 16;
    private const int Times = 21;
    private const int Deaths = 5;
    private const int AtOnce = 256;

    private static readonly (int Events, int Members)[] Sizes = [(100, 10), (100_000, 10_000)];

    private static readonly Metric JoinTime = new("join_ms", "join ms, median", 2);
    private static readonly Metric PageTime = new("page_ms", "history page ms, median", 2);
    private static readonly Metric LoadTime = new("load_ms", "from the shard to the first ack ms, median", 2);

    private static readonly UserId Owner = new("owner");

    private readonly MessageBody _body = new(System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', options.Size)}\""));
    private long _requests;
    private int _nodes;

    public string Name => "s8";

    public string Summary => "a room of 100 logged events and 10 members against one of 100,000 and 10,000: join, history page, and back in memory after its owner died";

    public bool IsLong => true;

    public bool IsFor(IPeer peer) => peer.Name == RunResults.Ours;

    public async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach ((int events, int members) in Sizes)
        {
            await using var process = new RedisProcess(RedisServer.Durable);
            await process.StartAsync();
            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{process.Port},allowAdmin=true");
            yield return await MeasureAsync(redis, events, members, cancellation);
        }
    }

    private async Task<Reading> MeasureAsync(ConnectionMultiplexer redis, int events, int members, CancellationToken cancellation)
    {
        var room = new RoomId("room");
        using var loops = new EventLoopSet(Environment.ProcessorCount);
        StreamingNode node = await StartAsync(redis, loops, cancellation);
        try
        {
            await FillAsync(node, room, events, members);
            double join = await MedianAsync(Times, i => JoinAsync(node, room, new UserId($"late-{i}")));
            ClientSession reader = await OpenAsync(node, Owner);
            double page = await MedianAsync(Times, _ => ReadAsync(reader, room));
            double load = await MedianAsync(Deaths, async _ =>
            {
                node.Dispose();
                node = await StartAsync(redis, loops, cancellation);
                return await AskAfterTakeOverAsync(node, room, cancellation);
            });
            return new Reading(
                $"{events:N0} events, {members:N0} members",
                new Dictionary<Metric, double> { [JoinTime] = join, [PageTime] = page, [LoadTime] = load });
        }
        finally
        {
            node.Dispose();
        }
    }

    private async Task<StreamingNode> StartAsync(ConnectionMultiplexer redis, EventLoopSet loops, CancellationToken cancellation)
    {
        StreamingNode node = NodeInProcess.Make($"bench-{_nodes++}", redis, new RedisKeys("bench:"), Shards, loops);
        await node.StartAsync(cancellation);
        return node;
    }

    private async Task FillAsync(StreamingNode node, RoomId room, int events, int members)
    {
        await AskAsync<RoomReply.Joined>(node, room, Join(Owner));
        await ManyAsync(members - 1, i => AskAsync<RoomReply.Joined>(node, room, Join(new UserId($"user-{i}"))));
        await ManyAsync(Math.Max(0, events - members - 1), _ => AskAsync<RoomReply.Published>(node, room, Publish()));
    }

    private async Task<TimeSpan> JoinAsync(StreamingNode node, RoomId room, UserId user)
    {
        ClientSession session = await OpenAsync(node, user);
        long began = Stopwatch.GetTimestamp();
        JoinOutcome joined = await session.JoinAsync(room, NextId(), since: null, echo: true);
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        if (joined.Reply is not RoomReply.Joined)
            throw new VoidRunException($"the room answered a join with {joined.Reply}");
        await session.CloseAsync(keepForResume: false);
        return took;
    }

    private static async Task<TimeSpan> ReadAsync(ClientSession reader, RoomId room)
    {
        long began = Stopwatch.GetTimestamp();
        HistoryOutcome read = await reader.ReadHistoryAsync(room, new HistoryQuery(), CancellationToken.None);
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        if (read.Page is not { Messages.IsEmpty: false })
            throw new VoidRunException("a page of history was empty");
        return took;
    }

    private async Task<TimeSpan> AskAfterTakeOverAsync(StreamingNode node, RoomId room, CancellationToken cancellation)
    {
        ShardId shard = ShardId.Of(room.Value, Shards);
        while (node.Shards.Current.OwnerOf(shard)?.Node != node.Self)
            await Task.Delay(1, cancellation);
        long began = Stopwatch.GetTimestamp();
        await AskAsync<RoomReply.Published>(node, room, Publish());
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<ClientSession> OpenAsync(StreamingNode node, UserId user) =>
        await node.Sessions.OpenAsync(new SessionRequest(user, Role.Member, MayCreateRooms: false, ResumeToken: null), new SilentSink(), CancellationToken.None);

    private static async Task AskAsync<T>(StreamingNode node, RoomId room, RoomCommand command)
        where T : RoomReply
    {
        RoomReply reply = await node.Router.AskAsync(room, command);
        if (reply is not T)
            throw new VoidRunException($"the room answered {command.GetType().Name} with {reply}");
    }

    private static async Task ManyAsync(int count, Func<int, Task> act)
    {
        for (int from = 0; from < count; from += AtOnce)
            await Task.WhenAll(Enumerable.Range(from, Math.Min(AtOnce, count - from)).Select(act));
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> MedianAsync(int times, Func<int, Task<TimeSpan>> measure)
    {
        List<double> all = [];
        for (int i = 0; i < times; i++)
            all.Add((await measure(i)).TotalMilliseconds);
        return all.Order().ElementAt(times / 2);
    }

    private JoinRoom Join(UserId user) => new() { By = user, Request = NextId(), As = Role.Member, MayCreate = true };

    private PublishMessage Publish() => new() { By = Owner, Request = NextId(), Body = _body };

    private RequestId NextId() => new(Interlocked.Increment(ref _requests).ToString("x16", CultureInfo.InvariantCulture));
}
