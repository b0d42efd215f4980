using System.Collections.Immutable;
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
using Xunit;

namespace Streaming.Redis.Tests.Logs;

public sealed class RedisRoomLogTests(RedisServer redis) : RoomLogContract, IClassFixture<RedisServer>
{
    internal const int Shards = 8;
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");

    protected override ValueTask<LogUnderTest> CreateAsync() => ValueTask.FromResult(LogOn(redis.Redis, _keys));

    internal static LogUnderTest LogOn(IConnectionMultiplexer connection, RedisKeys keys)
    {
        var gate = new RedisGate(connection, TimeProvider.System);
        var log = new RedisRoomLog(gate, keys, Shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance);

        // As if what is there had been written to an earlier life of this server.
        async Task BeginGeneration()
        {
            for (int i = 0; i < Shards; i++)
            {
                RedisKey fence = keys.FenceOf(new ShardId(i));
                if (await connection.GetDatabase().KeyExistsAsync(fence))
                    await connection.GetDatabase().HashSetAsync(fence, "run", "an earlier one");
            }
        }

        return new LogUnderTest(log, new RedisShardFence(gate, keys), Shards, BeginGeneration, () => ValueTask.CompletedTask);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("scribbled")]
    [InlineData("cut")]
    [InlineData("newer")]
    [InlineData("field")]
    public async Task Entry_EditedByHand_IsPassedOver_AndTheRoomGoesOn(string how)
    {
        var room = new RoomId("edited");
        LogUnderTest under = LogOn(redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(room);
        for (int i = 1; i <= 5; i++)
            await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, i - 1, Sample.Messages(i, i)), default);
        await EditAsync(_keys.LogOf(writer.Shard, room), how);

        LogPage page = await under.Log.ReadAsync(room, LogRange.Following(0, 10), default);

        Assert.Equal([1L, 2, 3, 4, 5], page.Events.Select(e => e.Seq));
        Assert.Equal([3L], page.Events.OfType<EntryUnreadable>().Select(e => e.Seq));
        Assert.Equal(AppendResult.Appended, await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 5, Sample.Messages(6, 6)), default));
    }

    [Theory]
    [InlineData("deleted", 5)]
    [InlineData("scribbled", 1)]
    [InlineData("field", 1)]
    public async Task Entry_OfSeveralEvents_EditedByHand_LosesNoMoreThanItMust(string how, int unreadable)
    {
        var room = new RoomId($"edited-{how}");
        LogUnderTest under = LogOn(redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(room);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 0, Sample.Messages(1, 2)), default);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 2, Sample.Messages(3, 7)), default);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 7, Sample.Messages(8, 9)), default);
        await EditAsync(_keys.LogOf(writer.Shard, room), how, "7-0");

        LogPage page = await under.Log.ReadAsync(room, LogRange.Following(0, 100), default);

        Assert.Equal(Enumerable.Range(1, 9).Select(static seq => (long)seq), page.Events.Select(static e => e.Seq));
        Assert.Equal(unreadable, page.Events.OfType<EntryUnreadable>().Count());
    }

    [Fact]
    public async Task Read_BeginsAndEndsAnywhere_WhateverTheEntriesHold()
    {
        const int last = 40;
        var room = new RoomId("entries");
        LogUnderTest under = LogOn(redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(room);
        for (int head = 0, size = 1; head < last; head += size, size = Math.Min(1 + (size * 3 % 7), last - head))
            await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, head, Sample.Messages(head + 1, head + size)), default);

        await under.Log.TrimAsync(writer, 4, default);
        for (int from = 4; from <= last; from++)
        {
            for (int limit = 1; limit <= last - from + 1; limit++)
            {
                LogPage page = await under.Log.ReadAsync(room, LogRange.Following(from - 1, limit), default);
                Content.AssertSame(Sample.Messages(from, from + limit - 1), page.Events);
            }
        }
    }

    [Fact]
    public async Task Entries_AddedByHand_AreThrownOut_WhenTheirPlaceIsNeeded()
    {
        var room = new RoomId("foreign");
        LogUnderTest under = LogOn(redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(room);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 0, Sample.Messages(1, 2)), default);
        await redis.Redis.GetDatabase().StreamAddAsync(_keys.LogOf(writer.Shard, room), "e", "mine", "7-0");

        Assert.Equal(2, (await under.Log.ReadAsync(room, LogRange.Following(0, 10), default)).Events.Length);
        Assert.Equal(AppendResult.Appended, await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 2, Sample.Messages(3, 8)), default));
        Content.AssertSame(Sample.Messages(1, 8), (await under.Log.ReadAsync(room, LogRange.Following(0, 10), default)).Events);
    }

    [Fact]
    public async Task Log_ThatWasDeleted_BeginsAnew()
    {
        var room = new RoomId("gone");
        LogUnderTest under = LogOn(redis.Redis, _keys);
        RoomWriter writer = await under.ClaimAsync(room);
        await under.Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 0, Sample.Messages(1, 2)), default);
        await redis.Redis.GetDatabase().KeyDeleteAsync(_keys.LogOf(writer.Shard, room));

        Assert.Null((await under.Log.ReadAsync(room, LogRange.Following(0, 10), default)).Epoch);
        Assert.Equal(AppendResult.Appended, await under.Log.AppendAsync(new RoomAppend(writer, new Epoch("e2"), 0, Sample.Messages(1, 1)), default));
        Assert.Equal(new Epoch("e2"), (await under.Log.ReadAsync(room, LogRange.Following(0, 10), default)).Epoch);
    }

    private async Task EditAsync(RedisKey log, string how, string id = "3-0")
    {
        IDatabase database = redis.Redis.GetDatabase();
        StreamEntry[] entries = await database.StreamRangeAsync(log);
        await database.KeyDeleteAsync(log);
        foreach (StreamEntry entry in entries)
        {
            byte[] bytes = entry.Values[0].Value!;
            (string field, byte[] value) = ((string)entry.Id! != id, how) switch
            {
                (true, _) => ("e", bytes),
                (_, "scribbled") => ("e", "hello"u8.ToArray()),
                (_, "cut") => ("e", bytes[..^3]),
                (_, "newer") => ("e", [9, .. bytes.AsSpan(1)]),
                (_, "field") => ("x", bytes),
                _ => ("", []),
            };
            if (field.Length > 0)
                await database.StreamAddAsync(log, [new(field, value), .. entry.Values[1..]], entry.Id);
        }
    }
}
