using StackExchange.Redis;
using Streaming.Actors.Limits;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Limits;

/// <summary>Rate limits for the whole cluster, counted by Redis on its own clock. A key that would be full again is forgotten by itself.</summary>
public sealed class RedisRateLimitStore(RedisGate redis, RedisKeys keys) : IRateLimitStore
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private static readonly RedisScript TakeScript = new("Limits.take.lua");

    /// <summary>Added to the server's clock: tests have no time to wait.</summary>
    internal TimeSpan Ahead { get; set; }

    public async ValueTask<TimeSpan> TakeAsync(string key, RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(limit);
        double full = Math.Max(limit.PerSecond > 0 ? limit.Burst / limit.PerSecond : 0, limit.PerMinute > 0 ? 60 : 0);
        long wait = (long)await redis.RunAsync(
            TakeScript,
            [keys.LimitOf(key)],
            [limit.PerSecond, limit.Burst, limit.PerMinute, (long)(Math.Ceiling(full) * 1000) + 1000, Ahead.Ticks / TimeSpan.TicksPerMicrosecond]);
        return TimeSpan.FromSeconds((double)wait / MicrosecondsPerSecond);
    }
}
