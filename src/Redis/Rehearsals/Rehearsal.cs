using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Redis.Connections;
using Streaming.Redis.Directories;
using Streaming.Redis.Logs;
using Streaming.Redis.Presence;
using Streaming.Redis.Sessions;
using Streaming.Redis.Shards;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Redis.Rehearsals;

/// <summary>
/// What a node does when it is given rooms, done once before it is given any. A node that joins gets its shards with its first beat, and
/// every room among them would wait while the code that it needs is compiled and Redis is sent its scripts: half a second and more, where
/// a hand-over takes some milliseconds.
/// <para>
/// Two nodes in this process, over the real adapters and under keys of their own (<c>PREFIXrehearsal:NODE:…</c>), which are deleted afterwards:
/// rooms are opened and written, handed over while they are, read from their logs by the next owner, and handed back.
/// </para>
/// </summary>
/// <param name="prefix">Of the node's keys.</param>
/// <param name="node">Whose rehearsal it is: its keys are its own.</param>
public sealed class Rehearsal(
    IConnectionMultiplexer redis, string prefix, NodeId node, IScheduler scheduler, TimeProvider clock, IEntropy entropy)
{
    private const int Shards = 8;
    private const int Rooms = 16;

    /// <summary>Each message is code that has run once more; a few are enough for all ways that it can take.</summary>
    private const int Rounds = 3;

    private static readonly NodeId First = new("a");
    private static readonly NodeId Second = new("b");
    private static readonly UserId User = new("rehearsal");
    private static readonly MessageBody Body = new("\"…\""u8.ToArray());

    private readonly RedisKeys _keys = new($"{prefix}rehearsal:{node}:");
    private readonly ConcurrentDictionary<RedisChannel, RehearsalLink> _links = new();
    private readonly RoomId[] _rooms = [.. Enumerable.Range(1, Rooms).Select(static i => new RoomId($"room{i}"))];

    /// <exception cref="RedisException">Redis is away, or refuses. Nothing rests on a rehearsal.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Of one that was broken off.
        await ForgetAsync();
        using StreamingNode first = Make(First), second = Make(Second);
        try
        {
            await PlayAsync(first, second, cancellation);
        }
        finally
        {
            await ForgetAsync();
        }
    }

    private async Task PlayAsync(StreamingNode first, StreamingNode second, CancellationToken cancellation)
    {
        await first.StartAsync(cancellation);
        ClientSession session = await OpenAsync(first, token: null, cancellation);
        JoinOutcome[] joined = await Task.WhenAll(_rooms.Select(room => session.JoinAsync(room, Request(), since: null, echo: true).AsTask()));
        foreach (JoinOutcome one in joined)
            one.StartDelivery();
        await TalkAsync(session, cancellation);

        await second.StartAsync(cancellation);
        _links[_keys.PeersOf(Second)].Send(First, DirectoryChanged.Instance);
        await Task.WhenAll(TalkAsync(session, cancellation), ServesAsync(second, Preferred(second), cancellation));
        await Task.WhenAll(TalkAsync(session, cancellation), first.DrainAsync(cancellation));

        await session.CloseAsync(keepForResume: true);
        session = await OpenAsync(second, session.ResumeToken, cancellation);
        await session.ResumeAsync(ImmutableDictionary<RoomId, RoomPosition>.Empty);
        await TalkAsync(session, cancellation);
        await session.CloseAsync(keepForResume: false);
        await first.LeaveAsync();
        await second.LeaveAsync();
    }

    private StreamingNode Make(NodeId self)
    {
        var gate = new RedisGate(redis, clock);
        var log = new RedisRoomLog(gate, _keys, Shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance);
        var ports = new NodePorts(
            self, new RedisShardDirectory(redis, _keys, new AgreedSettings(Shards), clock), new RedisShardFence(gate, _keys),
            new RehearsalLink(self, _keys, _links), log, new RedisSessionStore(gate, _keys), scheduler, clock, entropy)
        {
            Rooms = RedisRoomDirectory.On(gate, _keys, Shards),
            LastSeen = new RedisLastSeen(gate, _keys, Shards),
        };

        // So short that snapshots are taken, too.
        return new StreamingNode(
            ports, new NodeOptions { Mailboxes = new MailboxOptions { MaxLogEntries = 4 } }, NullLoggerFactory.Instance);
    }

    private static ValueTask<ClientSession> OpenAsync(StreamingNode at, string? token, CancellationToken cancellation) =>
        at.Sessions.OpenAsync(new SessionRequest(User, Role.Member, MayCreateRooms: true, token), new RehearsalSink(), cancellation);

    private async Task TalkAsync(ClientSession session, CancellationToken cancellation)
    {
        for (int i = 0; i < Rounds; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.WhenAll(_rooms.Select(room => session.PublishAsync(room, Request(), Body).AsTask()));
        }
    }

    private static async Task ServesAsync(StreamingNode node, int shards, CancellationToken cancellation)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(ShardMap before, ShardMap now)
        {
            if (now.Served.Count(static term => term > 0) >= shards)
                served.TrySetResult();
        }

        node.Shards.Changed += OnChanged;
        OnChanged(node.Shards.Current, node.Shards.Current);
        await served.Task.WaitAsync(cancellation);
        node.Shards.Changed -= OnChanged;
    }

    private static int Preferred(StreamingNode node) =>
        ShardPreference.Of(node.Shards.Current.Members, Shards).Count(one => one == node.Self);

    private RequestId Request() => new(entropy.NextUInt64().ToString("x16", CultureInfo.InvariantCulture));

    /// <summary>One key a command: they lie in different slots.</summary>
    private async Task ForgetAsync()
    {
        IDatabase database = redis.GetDatabase();
        IEnumerable<RedisKey> shards = Enumerable.Range(0, Shards).Select(static i => new ShardId(i))
            .SelectMany(shard => (RedisKey[])[_keys.FenceOf(shard), _keys.DebtsOf(shard), _keys.AgesOf(shard)]);
        IEnumerable<RedisKey> rooms = _rooms.Select(room => (Room: room, Shard: ShardId.Of(room.Value, Shards)))
            .SelectMany(one => (RedisKey[])
                [
                    _keys.LogOf(one.Shard, one.Room), _keys.AboutLogOf(one.Shard, one.Room), _keys.SnapshotOf(one.Shard, one.Room),
                    _keys.MarkersOf(one.Shard, one.Room),
                    _keys.PackedOf(one.Shard, one.Room), _keys.RedactedOf(one.Shard, one.Room),
                ]);
        await Task.WhenAll(
            [.. new[]
            {
                _keys.Members, _keys.Owners, _keys.About, _keys.PublicRooms, _keys.Listings, _keys.ListingTerms, _keys.Unlisted, _keys.RoomsOf(User),
                _keys.ClaimsOf(User),
            }.Concat(shards).Concat(rooms).Select(key => database.KeyDeleteAsync(key))]);
    }
}
