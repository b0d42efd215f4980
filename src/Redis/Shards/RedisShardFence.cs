using StackExchange.Redis;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Shards;

/// <summary>The fence of each shard, in the slot of its logs: an append checks it in the same script.</summary>
public sealed class RedisShardFence(RedisGate redis, RedisKeys keys) : IShardFence
{
    private static readonly RedisScript FenceScript = new("Shards.fence.lua");
    private static readonly RedisScript SealScript = new("Shards.seal.lua");

    public async ValueTask<FenceOutcome> FenceAsync(ShardId shard, long term, long? goesOnFrom, CancellationToken cancellation)
    {
        RedisValue from = goesOnFrom is { } one ? one : RedisValue.EmptyString;
        var reply = (RedisResult[])(await redis.RunAsync(FenceScript, [keys.FenceOf(shard)], [term, from]))!;
        return new FenceOutcome((int)reply[0] == 1, (long)reply[1]);
    }

    public async ValueTask SealAsync(ShardId shard, long term, CancellationToken cancellation) =>
        await redis.RunAsync(SealScript, [keys.FenceOf(shard)], [term]);
}
