using System.Globalization;
using System.Net;
using StackExchange.Redis;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Logs;

/// <summary>
/// <c>Log:Ack = replicated</c>: what is acked has reached so many replicas. Redis counts them for what was written on a
/// connection (<c>WAIT</c>), and replicates in order, so whoever has a later write has the earlier ones too. Fewer in time means that the outcome is
/// unknown: it is written here, and may be lost with this master.
/// </summary>
/// <param name="replicas">How many; 0 to wait for none.</param>
public sealed class RedisReplication(RedisGate redis, int replicas, TimeSpan patience)
{
    /// <summary>Waits until what was just written to <paramref name="key"/> is on the replicas.</summary>
    public async ValueTask ConfirmAsync(RedisKey key)
    {
        if (replicas == 0)
            return;

        int reached = await redis.CallAsync(async database =>
        {
            EndPoint? master = await database.IdentifyEndpointAsync(key);
            RedisResult reply = await database.Multiplexer.GetServer(master!).ExecuteAsync(
                "WAIT", replicas, ((long)patience.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
            return (int)reply;
        });
        if (reached < replicas)
            throw new RedisException($"Written, but {reached} of {replicas} replicas have it.");
    }

    /// <summary>Waits until everything that was written to the server of <paramref name="key"/> before, by anybody, is on the replicas.</summary>
    public async ValueTask ConfirmAllAsync(RedisKey key)
    {
        if (replicas == 0)
            return;

        // A write of this connection that changes nothing, and stands behind all that was written before it.
        await redis.CallAsync(database => database.HashSetAsync(key, "replicated", "1"));
        await ConfirmAsync(key);
    }
}
