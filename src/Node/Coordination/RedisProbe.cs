using StackExchange.Redis;
using Streaming.Redis.Connections;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Coordination;

/// <summary>Whether Redis answers.</summary>
internal sealed class RedisProbe(RedisGate redis) : IHealthProbe
{
    public string Name => "redis";

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation)
    {
        if (redis.IsClosed)
            return new ProbeResult(HealthState.Unhealthy, "Redis does not answer; nothing can be published until it does");
        try
        {
            await redis.Redis.GetDatabase().PingAsync().WaitAsync(cancellation);
            return new ProbeResult(HealthState.Healthy);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return new ProbeResult(HealthState.Unhealthy, "Redis does not answer; nothing can be published until it does");
        }
    }
}
