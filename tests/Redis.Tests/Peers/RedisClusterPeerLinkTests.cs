using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Peers;

public sealed class RedisClusterPeerLinkTests(RedisCluster redis) : PeerLinkContract, IClassFixture<RedisCluster>
{
    protected override async ValueTask<LinksUnderTest> CreateAsync() => await LinkRig.StartThreeAsync(redis.ConnectAsync);
}
