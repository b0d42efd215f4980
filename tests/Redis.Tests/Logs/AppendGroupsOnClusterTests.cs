using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Logs;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Logs;

/// <summary>
/// Rooms of different slots cannot share a script on Redis Cluster, and a node that does not know that it speaks with one, because a
/// proxy answers for it, finds out by trying.
/// </summary>
public sealed class AppendGroupsOnClusterTests(RedisCluster redis) : IClassFixture<RedisCluster>
{
    /// <summary>Many more than scripts may be on their way, so that several rooms wait for each.</summary>
    private const int Rooms = 120;

    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");

    [Fact]
    public async Task Append_OfSlotsThatCannotShareAScript_GetsForEachRoomItsOwnAnswer()
    {
        LogUnderTest under = RedisRoomLogTests.LogOn(redis.Redis, _keys);
        RoomWriter[] writers = await AppendGroupsTests.ClaimAsync(under, Rooms);
        IServer server = ServerOf(writers[0]);
        await using ConnectionMultiplexer connection = await ConnectAsIfAloneAsync(server);
        var gate = new RedisGate(connection, TimeProvider.System);
        var log = new RedisRoomLog(gate, _keys, RedisRoomLogTests.Shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance);

        Task<AppendResult>[] appends =
        [
            .. writers.Select((writer, i) => (i % 3) switch
            {
                1 => AppendGroupsTests.AppendAsync(log, writer, 7, 7).AsTask(),
                2 => AppendGroupsTests.AppendAsync(log, writer with { Term = writer.Term - 1 }, 1, 1).AsTask(),
                _ => AppendGroupsTests.AppendAsync(log, writer, 1, 3).AsTask(),
            }),
        ];

        int here = 0;
        for (int i = 0; i < Rooms; i++)
        {
            if (ServerOf(writers[i]).EndPoint.Equals(server.EndPoint))
            {
                here++;
                Assert.Equal((AppendResult)(i % 3), await appends[i]);
            }
            else
            {
                // No proxy is there after all, which would have passed it on.
                await Assert.ThrowsAnyAsync<RedisException>(() => appends[i]);
            }

            LogPage page = await under.Log.ReadAsync(writers[i].Room, LogRange.Following(0, 10), default);
            Assert.Equal(appends[i].IsCompletedSuccessfully && i % 3 == 0 ? 3 : 0, page.LastSeq);
        }

        Assert.InRange(here, 20, Rooms - 20);
        long refusals = await RefusalsAsync(server);
        Assert.InRange(refusals, 1, Rooms);

        // Once is enough to know it.
        RoomWriter[] written = [.. writers.Where((_, i) => appends[i].IsCompletedSuccessfully && i % 3 == 0)];
        await Task.WhenAll(written.Select(async writer =>
            Assert.Equal(AppendResult.Appended, await AppendGroupsTests.AppendAsync(log, writer, 4, 5))));
        Assert.Equal(refusals, await RefusalsAsync(server));
    }

    private IServer ServerOf(RoomWriter writer) =>
        redis.Redis.GetServer(redis.Redis.GetDatabase().IdentifyEndpoint(_keys.FenceOf(writer.Shard))!);

    /// <summary>A connection that is told by nothing that its server is one of several.</summary>
    private static async Task<ConnectionMultiplexer> ConnectAsIfAloneAsync(IServer server)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { server.EndPoint },
            CommandMap = CommandMap.Create(["CLUSTER", "INFO", "HELLO"], available: false),
        };
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
        Assert.Equal(ServerType.Standalone, connection.GetServers().Single().ServerType);
        return connection;
    }

    /// <summary>How many scripts the server has refused because their keys lie in several slots.</summary>
    private static async Task<long> RefusalsAsync(IServer server)
    {
        string errors = (await server.InfoRawAsync("errorstats"))!;
        string? count = errors.Split("errorstat_CROSSSLOT:count=").ElementAtOrDefault(1)?.Split('\r')[0];
        return count is null ? 0 : long.Parse(count, System.Globalization.CultureInfo.InvariantCulture);
    }
}
