using StackExchange.Redis;

namespace Streaming.Node.Coordination;

/// <summary>A node's connections with Redis.</summary>
/// <param name="Writes">What logs are written on: one of its own where that waits for replicas, which stops a connection; else the other one.</param>
internal sealed record RedisConnections(IConnectionMultiplexer Main, IConnectionMultiplexer Writes);
