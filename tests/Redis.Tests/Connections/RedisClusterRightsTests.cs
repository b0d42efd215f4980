using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Logs;
using Streaming.Support;

namespace Streaming.Redis.Tests.Connections;

/// <summary>A user on Redis Cluster needs a little more, and it is enough.</summary>
public sealed class RedisClusterRightsTests(RedisCluster redis) : IClassFixture<RedisCluster>
{
    private static readonly string[] OnCluster = ["+cluster|nodes", "+cluster|slots", "+readonly"];

    [Fact]
    public async Task User_WithTheDocumentedRights_DoesWhatANodeDoes()
    {
        foreach (IServer server in redis.Redis.GetServers())
            await server.ExecuteAsync("ACL", ["SETUSER", "app", "on", ">secret", .. DocumentedRights.Read(), .. OnCluster]);
        var options = ConfigurationOptions.Parse(string.Join(',', redis.Servers.Select(static one => $"127.0.0.1:{one.Port}")) + ",user=app,password=secret");
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(NodeConnection.Configure(options, "test", caFile: null));
        RedisKeys keys = GuardedRedis.NewKeys();

        Assert.Empty(await RedisRights.MissingAsync(connection, keys, waits: false));
        var directory = new RedisShardDirectory(connection, keys, new AgreedSettings(8), TimeProvider.System);
        var self = new ClusterMember(new NodeId("n1"), "life", new MemberInfo());
        Assert.Equal(4, (await directory.BeatAsync(self, TimeSpan.FromMinutes(1), default))!.Generation.Split('+').Length);
        LogUnderTest under = RedisRoomLogTests.LogOn(connection, keys);
        for (int i = 0; i < 8; i++)
            await under.ClaimAsync(new RoomId($"room{i}"));
    }
}
