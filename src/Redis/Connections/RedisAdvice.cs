using StackExchange.Redis;

namespace Streaming.Redis.Connections;

/// <summary>
/// Looks whether a Redis is set up to keep what it is given. It says so once at the start: nothing breaks at once, and
/// everything breaks later.
/// </summary>
public static class RedisAdvice
{
    /// <summary>What operators should change, a sentence each. Nothing where the server does not let itself be asked, as hosted ones do.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IConnectionMultiplexer redis)
    {
        List<string> advice = [];
        foreach (IServer server in redis.GetServers().Where(static one => one is { IsConnected: true, IsReplica: false }))
        {
            try
            {
                string policy = await SettingOfAsync(server, "maxmemory-policy");
                if (policy.StartsWith("allkeys-", StringComparison.Ordinal))
                    advice.Add($"Redis at {server.EndPoint} may evict any key (maxmemory-policy {policy}), logs and members among them; set it to noeviction.");

                if (await SettingOfAsync(server, "appendonly") == "no" && await SettingOfAsync(server, "save") == "")
                    advice.Add($"Redis at {server.EndPoint} keeps nothing over a restart (appendonly no, no save); set appendonly to yes.");
            }
            catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException)
            {
                // Not allowed to ask.
            }
        }

        return advice;
    }

    private static async Task<string> SettingOfAsync(IServer server, string name)
    {
        var reply = (RedisResult[]?)await server.ExecuteAsync("CONFIG", "GET", name);
        return reply is [_, var value] ? (string?)value ?? "" : "?";
    }
}
