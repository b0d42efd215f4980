using System.Diagnostics;
using StackExchange.Redis;

namespace Streaming.Redis.Tests.Harness;

/// <summary>A Redis that is away for a while.</summary>
internal static class Outage
{
    /// <summary>Makes a call again until Redis answers it; what it throws after <paramref name="patience"/> comes out of here.</summary>
    public static async Task<T> OverAsync<T>(TimeSpan patience, Func<Task<T>> call)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (e is RedisException or TimeoutException && clock.Elapsed < patience)
            {
                await Task.Delay(5);
            }
        }
    }
}
