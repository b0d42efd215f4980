using StackExchange.Redis;

namespace Streaming.Redis.Connections;

/// <summary>
/// Looks whether the user of this connection may do what a node does, before it does any of it: a node that may do half of it would
/// take part in the cluster and fail at the other half. Whether it may subscribe, its <see cref="Peers.RedisPeerLink"/> finds out.
/// </summary>
public static class RedisRights
{
    private static readonly RedisScript Script = new("Connections.rights.lua");

    /// <summary>The commands that are refused, in small letters, on our keys and channels or at all; empty when all is well.</summary>
    /// <param name="waits">Whether the node waits for replicas.</param>
    /// <exception cref="RedisException">Redis is away, or does not let this user run scripts at all.</exception>
    public static async Task<IReadOnlyList<string>> MissingAsync(IConnectionMultiplexer redis, RedisKeys keys, bool waits)
    {
        RedisResult reply = await Script.RunAsync(redis.GetDatabase(), [keys.Rights], [keys.RightsChannel]);
        List<string> missing = [.. ((string[])reply!).Distinct()];
        if (waits && !await MayWaitAsync(redis.GetDatabase()))
            missing.Add("wait");
        return missing;
    }

    private static async Task<bool> MayWaitAsync(IDatabase database)
    {
        try
        {
            await database.ExecuteAsync("WAIT", 0, 1);
            return true;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }
}
