using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Peers;
using Streaming.Redis.Sessions;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Logs;
using Streaming.Redis.Tests.Peers;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Redis.Tests.Guarded;

/// <summary>The master dies and the Sentinel puts the replica in its place: everything goes on by itself, on the connections that are there.</summary>
[Collection(FailoverCollection.Name)]
public sealed class FailoverTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly RoomId Room = new("lobby");
    private static readonly NodeId Self = new("n1");

    private readonly RedisKeys _keys = GuardedRedis.NewKeys();
    private readonly GuardedRedis _redis = new();

    public Task InitializeAsync() => _redis.InitializeAsync();

    public Task DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Everything_GoesOn_AfterAFailover_AndAnotherOneBack()
    {
        await using LinkRig a = await LinkRig.StartAsync(_redis.ConnectAsync, _keys, "a", new PeerLinkOptions());
        await using LinkRig b = await LinkRig.StartAsync(_redis.ConnectAsync, _keys, "b", new PeerLinkOptions());
        var gate = new RedisGate(_redis.Redis, TimeProvider.System);
        var node = new DirectoryNode(
            new RedisShardDirectory(_redis.Redis, _keys, new AgreedSettings(8), TimeProvider.System), new ClusterMember(Self, "life", new MemberInfo()));
        var sessions = new RedisSessionStore(gate, _keys);
        var limits = new RedisRateLimitStore(gate, _keys, "n1", TimeProvider.System);
        var session = new SessionRecord(new SessionId("s1"), "token", Self, Sample.Ann, Role.Member, []);
        LogUnderTest under = RedisRoomLogTests.LogOn(_redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(Room);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 0, Sample.Messages(1, 3)), default);
        await node.BeatAsync(Long);
        DirectoryView before = await node.ClaimAsync(0, 1, 2);
        await sessions.SaveAsync(session, Long, default);
        int master = 0;

        for (int round = 1; round <= 2; round++)
        {
            await EverythingIsReplicatedAsync(master);
            await _redis.IsWatchedAsync();
            await _redis.Servers.Servers[master].KillAsync();

            DirectoryView after = await Outage.OverAsync(Patience, () => node.BeatAsync(Long));
            Assert.NotEqual(before.Generation, after.Generation);
            Assert.Equal(before.Owners.AsEnumerable(), after.Owners);
            Assert.Equal(SessionRenewal.Renewed, await Outage.OverAsync(Patience, () => sessions.RenewAsync(session, Long, default).AsTask()));
            Assert.Equal(TimeSpan.Zero, await Outage.OverAsync(Patience, () => limits.TakeAsync(new LimitKey("round", $"{round}"), new RateLimit(1, 1, 60), default).AsTask()));

            // Who fences does not know what an owner before was told: only a new epoch may go on.
            long head = 2 + round;
            var epoch = new Epoch($"e{round}");
            Content.AssertSame(Sample.Messages(1, (int)head), (await under.Log.ReadAsync(Room, LogRange.Following(0, 10), default)).Events);
            writer = await under.ClaimAsync(Room);
            Assert.True((await under.Log.ReadAsync(Room, LogRange.Following(0, 10), default)).IsInDoubt);
            Epoch old = round == 1 ? Sample.Epoch : new Epoch("e1");
            Assert.Equal(AppendResult.Appended, await under.Log.RenewEpochAsync(writer, old, head, epoch, default));
            Assert.Equal(
                AppendResult.Appended,
                await under.Log.AppendAsync(new RoomAppend(writer, epoch, head, Sample.Messages((int)head + 1, (int)head + 1)), default));

            await b.UntilAsync(() => a.Link.IsDelivering && b.Link.IsDelivering && b.Interruptions > 0, "delivery");
            a.Link.Send(b.Link.Self, new SessionTaken(new("s1"), $"round {round}"));
            await b.UntilAsync(() => b.Received.Any(one => one.Message is SessionTaken taken && taken.Token == $"round {round}"), "the message");

            // The one that died comes back, and takes its turn.
            before = after;
            await _redis.Servers.Servers[master].StartAsReplicaAsync(_redis.Servers.Servers[1 - master]);
            master = 1 - master;
        }
    }

    private async Task EverythingIsReplicatedAsync(int master)
    {
        await using ConnectionMultiplexer operating = await _redis.OperateAsync(master);
        await operating.GetDatabase().StringSetAsync("all before this", "is there too");
        Assert.Equal(1, (int)await operating.GetServers()[0].ExecuteAsync("WAIT", 1, 10_000));
    }
}
