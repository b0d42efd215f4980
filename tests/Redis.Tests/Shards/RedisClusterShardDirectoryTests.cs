using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Shards;

public sealed class RedisClusterShardDirectoryTests(RedisCluster redis) : ShardDirectoryContract, IClassFixture<RedisCluster>
{
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override ValueTask<IShardDirectory> OpenAsync() => ValueTask.FromResult<IShardDirectory>(
        new RedisShardDirectory(redis.Redis, _keys, new AgreedSettings(Shards), TimeProvider.System));

    // One machine, one clock.
    protected override Task PassAsync(TimeSpan time) => RedisServer.PassAsync(redis.Redis.GetServers()[0], time);

    /// <summary>A shard's log may lie on any of them.</summary>
    [Fact]
    public async Task Generation_NamesTheLivesOfAllMasters()
    {
        IShardDirectory directory = await OpenAsync();
        var self = new ClusterMember(new NodeId("n1"), "life", new MemberInfo());
        string generation = (await directory.BeatAsync(self, TimeSpan.FromMinutes(1), CancellationToken.None))!.Generation;

        foreach (var server in redis.Redis.GetServers())
        {
            string info = (await server.InfoRawAsync("server"))!;
            Assert.Contains(info.Split("run_id:")[1].Split('\r')[0], generation);
        }
    }
}
