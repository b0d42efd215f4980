using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Peers;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedPeerLinkTests(GuardedRedis redis) : PeerLinkContract
{
    protected override async ValueTask<LinksUnderTest> CreateAsync() => await LinkRig.StartThreeAsync(redis.ConnectAsync, GuardedRedis.NewKeys());
}
