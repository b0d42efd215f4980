using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Logs;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;
using Streaming.Support;

namespace Streaming.Redis.Tests.Logs;

/// <summary><c>Log:Ack = replicated</c> with a replica that comes, stops and goes.</summary>
public sealed class ReplicatedRoomLogTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReplicaPatience = TimeSpan.FromSeconds(1);
    private static readonly RoomId Room = new("lobby");
    private static readonly RedisKeys Keys = new("t:");

    private readonly RedisServer _master = new("--repl-diskless-sync-delay", "0");
    private readonly RedisProcess _replica = new("--save", "");
    private ConnectionMultiplexer _writes = null!;
    private RedisRoomLog _log = null!;
    private RedisShardFence _fence = null!;

    public async Task InitializeAsync()
    {
        await _master.InitializeAsync();
        _writes = await _master.ConnectAsync();
        var gate = new RedisGate(_master.Redis, TimeProvider.System);
        var replication = new RedisReplication(new RedisGate(_writes, TimeProvider.System), 1, ReplicaPatience, TimeProvider.System);
        _log = new RedisRoomLog(gate, Keys, 8, replication, NullLogger<RedisRoomLog>.Instance);
        _fence = new RedisShardFence(gate, Keys);
    }

    public async Task DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _replica.DisposeAsync();
        await _master.DisposeAsync();
    }

    [Fact]
    public async Task Append_IsDone_WhenTheReplicaHasIt_AndNotBefore()
    {
        await _replica.StartAsReplicaAsync(_master.Process);
        RoomWriter writer = await ClaimAsync();
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 1));
        Assert.Equal(1, await LengthAtReplicaAsync(writer));

        await _replica.PauseAsync();
        try
        {
            await Assert.ThrowsAsync<RedisException>(() => AppendAsync(writer, 2));
        }
        finally
        {
            await _replica.ContinueAsync();
        }

        // It is in the log all the same, and that is no more in doubt when the log has been read by who means to write.
        await Outage.OverAsync(Patience, () => _log.LoadSnapshotAsync(Room, default).AsTask());
        Assert.Equal(2, await LengthAtReplicaAsync(writer));
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 3));
    }

    [Fact]
    public async Task Append_WithoutAReplica_FailsOnce_ThenAtOnce_UntilThereIsOne()
    {
        RoomWriter writer = await ClaimAsync();
        await Assert.ThrowsAsync<RedisException>(() => AppendAsync(writer, 1));

        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<RedisException>(() => AppendAsync(writer, 2));
            await Assert.ThrowsAsync<RedisException>(() => _log.LoadSnapshotAsync(Room, default).AsTask());
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, 10 * ReplicaPatience);
        Assert.Single((await _log.ReadAsync(Room, LogRange.Following(0, 10), default)).Events);

        await _replica.StartAsReplicaAsync(_master.Process);
        Assert.Equal(AppendResult.Appended, await Outage.OverAsync(Patience, () => AppendAsync(writer, 2)));
        Assert.Equal(2, await LengthAtReplicaAsync(writer));
    }

    /// <summary>Its lease hangs on calls of the other connection.</summary>
    [Fact]
    public async Task Append_ThatWaits_HoldsUpNothingElse()
    {
        RoomWriter writer = await ClaimAsync();
        Task<AppendResult> waits = AppendAsync(writer, 1);

        await _master.Redis.GetDatabase().PingAsync();
        await _log.ReadAsync(Room, LogRange.Following(0, 10), default);

        Assert.False(waits.IsCompleted);
        await Assert.ThrowsAsync<RedisException>(() => waits);
    }

    [Fact]
    public async Task Append_ThatIsFenced_SaysSo_WhateverReplicasThereAre()
    {
        RoomWriter writer = await ClaimAsync();
        await ClaimAsync(above: writer.Term);

        Assert.Equal(AppendResult.Fenced, await AppendAsync(writer, 1));
    }

    /// <summary>On a connection that is new, WAIT has nothing to wait for.</summary>
    [Fact]
    public async Task Append_OnAConnectionThatBreaks_IsNeverTakenForReplicated()
    {
        await _replica.StartAsReplicaAsync(_master.Process);
        RoomWriter writer = await ClaimAsync();
        await AppendAsync(writer, 1);
        await _replica.PauseAsync();
        try
        {
            Task<AppendResult> waits = AppendAsync(writer, 2);
            while ((await _log.ReadAsync(Room, LogRange.Following(0, 10), default)).LastSeq < 2)
                Assert.False(waits.IsCompleted);

            await _master.Redis.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

            await Assert.ThrowsAnyAsync<Exception>(() => waits);
        }
        finally
        {
            await _replica.ContinueAsync();
        }
    }

    private async Task<RoomWriter> ClaimAsync(long above = 0)
    {
        ShardId shard = ShardId.Of(Room.Value, 8);
        long term = ShardTerm.Next(above, "writer");
        Assert.True((await _fence.FenceAsync(shard, term, null, default)).IsHeld);
        return new RoomWriter(Room, shard, term);
    }

    private Task<AppendResult> AppendAsync(RoomWriter writer, int seq) =>
        _log.AppendAsync(new RoomAppend(writer, Sample.Epoch, seq - 1, Sample.Messages(seq, seq)), default).AsTask();

    private async Task<long> LengthAtReplicaAsync(RoomWriter writer)
    {
        await using ConnectionMultiplexer replica = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_replica.Port}");
        return await replica.GetDatabase().StreamLengthAsync(Keys.LogOf(writer.Shard, Room), CommandFlags.PreferReplica);
    }
}
