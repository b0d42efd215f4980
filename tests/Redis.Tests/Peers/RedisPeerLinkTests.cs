using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Peers;

public sealed class RedisPeerLinkTests(RedisServer redis) : PeerLinkContract, IClassFixture<RedisServer>
{
    protected override async ValueTask<LinksUnderTest> CreateAsync() => await LinkRig.StartThreeAsync(redis.ConnectAsync);
}
