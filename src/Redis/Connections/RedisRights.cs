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
        if (waits && !await MayAsync(redis.GetDatabase(), "WAIT", 0, 1))
            missing.Add("wait");
        if (waits && !await MayAsync(redis.GetDatabase(), "CLIENT", "INFO"))
            missing.Add("client|info");
        return missing;
    }

    private static async Task<bool> MayAsync(IDatabase database, string command, params object[] arguments)
    {
        try
        {
            await database.ExecuteAsync(command, arguments);
            return true;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }
}
