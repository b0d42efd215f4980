using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Logs;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Logs;

/// <summary>Many rooms that append at the same time share scripts, and none notices.</summary>
public sealed class AppendGroupsTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const int Rooms = 200;
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");

    [Fact]
    public async Task Append_OfManyRoomsAtOnce_TakesFewScripts_AndWritesEachLogInOrder()
    {
        LogUnderTest under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
        RoomWriter[] writers = await ClaimAsync(under, Rooms);
        long before = await ScriptsAsync();

        await Task.WhenAll(writers.Select(async writer =>
        {
            for (int i = 0; i < 20; i++)
                Assert.Equal(AppendResult.Appended, await AppendAsync(under.Log, writer, (3 * i) + 1, (3 * i) + 3));
        }));

        Assert.InRange(await ScriptsAsync() - before, 1, Rooms * 20 / 2);
        foreach (RoomWriter writer in writers)
            Content.AssertSame(Sample.Messages(1, 60), (await under.Log.ReadAsync(writer.Room, LogRange.Following(0, 100), default)).Events);
    }

    [Fact]
    public async Task Append_ThatIsRefusedOrFails_DoesNotTouchTheOthersOfItsScript()
    {
        LogUnderTest under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
        RoomWriter[] writers = await ClaimAsync(under, Rooms);
        await Task.WhenAll(writers.Select(writer => AppendAsync(under.Log, writer, 1, 1).AsTask()));
        for (int i = 3; i < Rooms; i += 4)
            await redis.Redis.GetDatabase().StringSetAsync(_keys.AboutLogOf(writers[i].Shard, writers[i].Room), "not a hash");

        Task<AppendResult>[] appends =
        [
            .. writers.Select((writer, i) => (i % 4) switch
            {
                1 => AppendAsync(under.Log, writer, 7, 7).AsTask(),
                2 => AppendAsync(under.Log, writer with { Term = writer.Term - 1 }, 2, 2).AsTask(),
                _ => AppendAsync(under.Log, writer, 2, 4).AsTask(),
            }),
        ];

        for (int i = 0; i < Rooms; i++)
        {
            if (i % 4 == 3)
                await Assert.ThrowsAnyAsync<RedisException>(() => appends[i]);
            else
                Assert.Equal((AppendResult)(i % 4), await appends[i]);
        }

        for (int i = 0; i < Rooms; i += 4)
            Assert.Equal(4, (await under.Log.ReadAsync(writers[i].Room, LogRange.Following(0, 10), default)).LastSeq);
    }

    [Fact]
    public async Task Append_ByAScriptThatTheServerHasForgotten_IsWritten()
    {
        LogUnderTest under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
        RoomWriter[] writers = await ClaimAsync(under, Rooms);
        await redis.Redis.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        AppendResult[] results = await Task.WhenAll(writers.Select(writer => AppendAsync(under.Log, writer, 1, 2).AsTask()));

        Assert.All(results, static result => Assert.Equal(AppendResult.Appended, result));
    }

    [Fact]
    public async Task Append_WhenTheConnectionHasEnded_FailsForEach()
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.Redis.Configuration);
        var gate = new RedisGate(connection, TimeProvider.System);
        LogUnderTest under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
        RoomWriter[] writers = await ClaimAsync(under, Rooms);
        var log = new RedisRoomLog(gate, _keys, RedisRoomLogTests.Shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance);
        await AppendAsync(log, writers[0], 1, 1);

        await connection.CloseAsync();
        Task<AppendResult>[] appends = [.. writers.Skip(1).Select(writer => AppendAsync(log, writer, 1, 1).AsTask())];

        foreach (Task<AppendResult> append in appends)
            await Assert.ThrowsAnyAsync<Exception>(() => append);
    }

    internal static async Task<RoomWriter[]> ClaimAsync(LogUnderTest under, int rooms)
    {
        var writers = new RoomWriter[rooms];
        for (int i = 0; i < rooms; i++)
            writers[i] = await under.ClaimAsync(new RoomId($"room-{i}"));

        // Each claim is another term: what counts is the last of the shard.
        Dictionary<ShardId, long> terms = writers.GroupBy(static writer => writer.Shard).ToDictionary(static of => of.Key, static of => of.Max(static one => one.Term));
        return [.. writers.Select(writer => writer with { Term = terms[writer.Shard] })];
    }

    internal static ValueTask<AppendResult> AppendAsync(IRoomLog log, RoomWriter writer, int first, int last) =>
        log.AppendAsync(new RoomAppend(writer, Sample.Epoch, first - 1, Sample.Messages(first, last)), CancellationToken.None);

    private async Task<long> ScriptsAsync()
    {
        var stats = (await redis.Redis.GetServers().Single().InfoAsync("commandstats")).SelectMany(static section => section);
        string calls = stats.Where(static one => one.Key == "cmdstat_evalsha").Select(static one => one.Value.Split(',')[0]["calls=".Length..]).FirstOrDefault("0");
        return long.Parse(calls, System.Globalization.CultureInfo.InvariantCulture);
    }
}
