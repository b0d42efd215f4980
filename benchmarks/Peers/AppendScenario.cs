using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;
using Streaming.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Logs;
using Streaming.Redis.Sessions;
using Streaming.Redis.Shards;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Benchmarks.Peers;

/// <summary>
/// What one node makes durable: messages through the router, the rooms' mailboxes and actors, and the log in Redis, each answered when it is
/// logged; in this process, since sockets and JSON would take the machine's second core. By turns with what the same Redis takes in the
/// same time as pipelined XADDs of the same bytes: from a client that does nothing else, and from the client library that the node uses.
/// </summary>
internal sealed class AppendScenario(PeerOptions options, int redisPort)
{
    private const int Shards = 256;
    private static readonly UserId User = new("bench");

    private readonly List<AppendRound> _rounds = [];
    private readonly TimeSpan _time = TimeSpan.FromSeconds(options.Seconds);
    private readonly RoomId[] _rooms = [.. Enumerable.Range(0, options.AppendRooms).Select(static i => new RoomId($"room-{i}"))];
    private readonly string[] _streams = [.. Enumerable.Range(0, options.AppendRooms).Select(static i => $"xadd-{i}")];
    private IServer _server = null!;
    private long _requests;
    private long _refused;

    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redisPort},allowAdmin=true");
        _server = redis.GetServers().Single();
        var keys = new RedisKeys("bench:");
        using StreamingNode node = Make(redis, keys);
        await node.StartAsync(cancellation);
        await Task.WhenAll(_rooms.Select(room => node.Router.AskAsync(
            room, new JoinRoom { By = User, Request = NextId(), As = Role.Member, MayCreate = true })));
        await PublishAsync(node, inFlight: 4, TimeSpan.FromSeconds(2));
        byte[] entry = await EntryAsync(redis, keys);

        foreach (int inFlight in options.InFlight)
        {
            for (int i = 0; i < options.Rounds; i++)
            {
                await MeasureAsync("XADD, pipelined by hand", inFlight, async () =>
                {
                    using var raw = new RawXadd(_streams, entry, inFlight);
                    return await raw.RunAsync(redisPort, _time, cancellation);
                });
                await MeasureAsync("XADD, by the node's client library", inFlight, () => XaddAsync(redis, entry, inFlight));
                await MeasureAsync("rooms", inFlight, () => PublishAsync(node, inFlight, _time));
                await Task.WhenAll(_streams.Select(stream => redis.GetDatabase().KeyDeleteAsync(stream)));
            }
        }

        Print();
        await node.LeaveAsync();
        return _refused == 0;
    }

    private static StreamingNode Make(ConnectionMultiplexer redis, RedisKeys keys)
    {
        var self = new NodeId("bench");
        var gate = new RedisGate(redis, TimeProvider.System);
        var ports = new NodePorts(
            self, new RedisShardDirectory(redis, keys, new AgreedSettings(Shards), TimeProvider.System), new RedisShardFence(gate, keys),
            new InMemoryPeerNetwork().LinkOf(self),
            new RedisRoomLog(gate, keys, Shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance),
            new RedisSessionStore(gate, keys), new ThreadPoolScheduler(), TimeProvider.System, new CounterEntropy());
        return new StreamingNode(
            ports, new NodeOptions { Mailboxes = new MailboxOptions { MessagesPerSecond = 0 } }, NullLoggerFactory.Instance);
    }

    private async Task MeasureAsync(string what, int inFlight, Func<Task<(long Entries, double Seconds)>> run)
    {
        RedisCost before = await RedisCost.NowAsync(_server);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        (long entries, double seconds) = await run();
        _rounds.Add(new AppendRound(
            what, inFlight, entries, seconds, await RedisCost.NowAsync(_server) - before, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
    }

    private async Task<(long Entries, double Seconds)> PublishAsync(StreamingNode node, int inFlight, TimeSpan time)
    {
        var body = new MessageBody(System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', options.Size)}\""));
        return await RepeatAsync(_rooms, inFlight, time, async room =>
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
        return RepeatAsync(_streams, inFlight, _time, stream => database.StreamAddAsync(stream, "e", value));
    }

    /// <summary>So many at once for each, each again when it is done.</summary>
    private static async Task<(long Entries, double Seconds)> RepeatAsync<T>(IEnumerable<T> all, int inFlight, TimeSpan time, Func<T, Task> act)
    {
        long entries = 0;
        long began = Stopwatch.GetTimestamp();
        async Task Lane(T one)
        {
            long own = 0;
            for (; Stopwatch.GetElapsedTime(began) < time; own++)
                await act(one);
            Interlocked.Add(ref entries, own);
        }

        await Task.WhenAll(all.SelectMany(one => Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => Lane(one)))));
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

    private void Print()
    {
        Console.WriteLine("| messages in flight a room | | messages/s, median (of each round) | messages a script | µs of Redis a message | µs of the client | of the first | of the second |");
        Console.WriteLine("|---:|---|---:|---:|---:|---:|---:|---:|");
        foreach (IGrouping<int, AppendRound> same in _rounds.GroupBy(static round => round.InFlight))
        {
            double[] medians = [.. same.GroupBy(static round => round.What).Select(static kind => Median(kind, static round => round.PerSecond))];
            foreach (IGrouping<string, AppendRound> kind in same.GroupBy(static round => round.What))
            {
                double median = Median(kind, static round => round.PerSecond);
                string each = string.Join(", ", kind.Select(static round => round.PerSecond.ToString("N0", CultureInfo.InvariantCulture)));
                string perScript = kind.Key == "rooms" ? Median(kind, static round => round.PerScript).ToString("0.0", CultureInfo.InvariantCulture) : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {same.Key} | {kind.Key} | {median:N0} ({each}) | {perScript} | {Median(kind, static round => round.RedisMicroseconds):0.00} | {Median(kind, static round => round.OwnMicroseconds):0.00} | {median / medians[0]:P0} | {median / medians[1]:P0} |"));
            }
        }

        if (_refused > 0)
            Console.Error.WriteLine($"append: {_refused} messages were refused");
    }

    private static double Median(IEnumerable<AppendRound> rounds, Func<AppendRound, double> figure) =>
        rounds.Select(figure).Order().ToArray() is var all ? all[all.Length / 2] : 0;
}
