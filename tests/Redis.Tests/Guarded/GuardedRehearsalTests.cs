using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Rehearsals;
using Xunit;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedRehearsalTests(GuardedRedis redis)
{
    [Fact]
    public Task Run_PlaysToItsEnd_WithTheRightsOfANode() =>
        RehearsalTests.RunAsync(redis.Redis, $"streaming:{Guid.NewGuid():n}:", CancellationToken.None);
}
