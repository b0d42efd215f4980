using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;
using Streaming.Redis;
using Streaming.Support;
using Streaming.Transport.EventLoops;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// What one node makes durable: messages through the router, the rooms' mailboxes and actors, and the log in Redis, each answered when it is
/// logged; on event loops as in the node, but in this process, since sockets and JSON would take the machine's second core. By turns with what the same Redis takes in the
/// same time as pipelined XADDs of the same bytes: from a client that does nothing else, and from the client library that the node uses. The
/// faster of these two in a round is the round's <c>xadd-best</c>.
/// </summary>
internal sealed class AppendScenario(PeerOptions options) : IScenario
{
    private const int Rooms = 200;
    private const int Shards = 256;

    public static readonly Metric MessagesPerSecond = new("messages_per_second", "messages/s", IsCompared: true);

    private static readonly Metric MessagesPerScript = new("messages_per_script", "messages a script", 1);
    private static readonly Metric RedisMicroseconds = new("redis_cpu_us_per_message", "µs of Redis a message", 2);
    private static readonly Metric OwnMicroseconds = new("client_cpu_us_per_message", "µs of the client a message", 2);

    private static readonly UserId User = new("bench");

    private readonly TimeSpan _time = TimeSpan.FromSeconds(options.Seconds);
    private readonly RoomId[] _rooms = [.. Enumerable.Range(0, Rooms).Select(static i => new RoomId($"room-{i}"))];
    private readonly string[] _streams = [.. Enumerable.Range(0, Rooms).Select(static i => $"xadd-{i}")];
    private long _requests;
    private long _refused;

    public string Name => "s6";

    public string Summary => $"{Rooms} rooms of one node on its event loops, each message in the log on Redis before its answer; "
        + "and pipelined XADDs of the same bytes, by the library and by hand: what counts is ours ÷ xadd-best, the faster of the two in each round";

    public bool IsFor(IPeer peer) => peer.Name == RunResults.Ours;

    public async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _refused = 0;
        await using var process = new RedisProcess(RedisServer.Durable);
        await process.StartAsync();
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{process.Port},allowAdmin=true");
        var keys = new RedisKeys("bench:");
        using var loops = new EventLoopSet(Environment.ProcessorCount);
        using StreamingNode node = NodeInProcess.Make("bench", redis, keys, Shards, loops);
        await node.StartAsync(cancellation);
        await Task.WhenAll(_rooms.Select(room => node.Router.AskAsync(
            room, new JoinRoom { By = User, Request = NextId(), As = Role.Member, MayCreate = true })));
        await PublishAsync(node, loops, inFlight: 4, TimeSpan.FromSeconds(options.WarmUp));
        byte[] entry = await EntryAsync(redis, keys);

        IServer server = redis.GetServers().Single();
        foreach (int inFlight in options.InFlight)
        {
            string load = $"{inFlight} in flight a room";
            Reading ours = await MeasureAsync(server, load, RunResults.Ours, () => PublishAsync(node, loops, inFlight, _time));
            if (_refused > 0)
                throw new VoidRunException($"{_refused} messages were refused");
            yield return ours;
            Reading byLibrary = await MeasureAsync(server, load, "xadd-by-library", () => XaddAsync(redis, entry, inFlight));
            yield return byLibrary;
            Reading byHand = await MeasureAsync(server, load, "xadd-by-hand", async () =>
            {
                using var raw = new RawXadd(_streams, entry, inFlight);
                return await raw.RunAsync(process.Port, _time, cancellation);
            });
            yield return byHand;
            yield return Best(byLibrary, byHand);
            await Task.WhenAll(_streams.Select(stream => redis.GetDatabase().KeyDeleteAsync(stream)));
        }

        await node.LeaveAsync();
    }

    /// <summary>Of what was measured in one round: whatever holds a baseline back must not make ours look better.</summary>
    public static Reading Best(params ReadOnlySpan<Reading> xadds)
    {
        Reading best = xadds[0];
        foreach (Reading one in xadds)
            best = one.Values[MessagesPerSecond] > best.Values[MessagesPerSecond] ? one : best;
        return best with { Measured = "xadd-best" };
    }

    private static async Task<Reading> MeasureAsync(IServer server, string load, string who, Func<Task<(long Entries, double Seconds)>> run)
    {
        RedisCost before = await RedisCost.NowAsync(server);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        (long entries, double seconds) = await run();
        RedisCost cost = await RedisCost.NowAsync(server) - before;
        var values = new Dictionary<Metric, double>
        {
            [MessagesPerSecond] = entries / seconds,
            [RedisMicroseconds] = cost.CpuSeconds * 1e6 / entries,
            [OwnMicroseconds] = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / entries,
        };
        if (who == RunResults.Ours)
            values[MessagesPerScript] = (double)entries / cost.Scripts;
        return new Reading(load, values) { Measured = who };
    }

    private async Task<(long Entries, double Seconds)> PublishAsync(StreamingNode node, EventLoopSet loops, int inFlight, TimeSpan time)
    {
        var body = new MessageBody(System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', options.Size)}\""));
        return await RepeatAsync(_rooms, loops, inFlight, time, async room =>
        {
            var publish = new PublishMessage { By = User, Request = NextId(), Body = body };
            if (await node.Router.AskAsync(room, publish) is not RoomReply.Published)
                Interlocked.Increment(ref _refused);
        });
    }

    private Task<(long Entries, double Seconds)> XaddAsync(ConnectionMultiplexer redis, byte[] entry, int inFlight)
    {
        IDatabase database = redis.GetDatabase();
        RedisValue value = entry;
        return RepeatAsync(_streams, new ThreadPoolScheduler(), inFlight, _time, stream => database.StreamAddAsync(stream, "e", value));
    }

    /// <summary>So many at once for each, each again when it is done.</summary>
    private static async Task<(long Entries, double Seconds)> RepeatAsync<T>(
        IEnumerable<T> all, IScheduler scheduler, int inFlight, TimeSpan time, Func<T, Task> act)
    {
        long entries = 0;
        long began = Stopwatch.GetTimestamp();
        async Task RunAsync(T one)
        {
            long own = 0;
            for (; Stopwatch.GetElapsedTime(began) < time; own++)
                await act(one);
            Interlocked.Add(ref entries, own);
        }

        Lane[] lanes = [.. all.SelectMany(one => Enumerable.Range(0, inFlight).Select(_ => new Lane(() => RunAsync(one))))];
        foreach (Lane lane in lanes)
            scheduler.Schedule(lane);
        await Task.WhenAll(lanes.Select(static lane => lane.Done));
        return (entries, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>The bytes that a room's log has of one message.</summary>
    private async Task<byte[]> EntryAsync(ConnectionMultiplexer redis, RedisKeys keys)
    {
        RoomId room = _rooms[0];
        StreamEntry[] last = await redis.GetDatabase().StreamRangeAsync(
            keys.LogOf(Actors.Shards.ShardId.Of(room.Value, Shards), room), count: 1, messageOrder: Order.Descending);
        return (byte[])last[0].Values[0].Value!;
    }

    private RequestId NextId() => new(Interlocked.Increment(ref _requests).ToString("x16", CultureInfo.InvariantCulture));
}
