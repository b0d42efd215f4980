using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Guarded;

/// <summary>The suites that share one <see cref="GuardedRedis"/>.</summary>
[CollectionDefinition(Name)]
public sealed class GuardedCollection : ICollectionFixture<GuardedRedis>
{
    public const string Name = "Sentinel, TLS and an ACL user";
}
