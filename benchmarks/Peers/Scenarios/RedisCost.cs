using System.Globalization;
using StackExchange.Redis;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>What the server's one thread has worked so far, in seconds, and the scripts it has run.</summary>
internal readonly record struct RedisCost(double CpuSeconds, long Scripts)
{
    public static async Task<RedisCost> NowAsync(IServer server)
    {
        Dictionary<string, string> all = (await server.InfoAsync()).Concat(await server.InfoAsync("commandstats"))
            .SelectMany(static section => section).DistinctBy(static one => one.Key).ToDictionary(static one => one.Key, static one => one.Value);
        double cpu = Number(all["used_cpu_user_main_thread"]) + Number(all["used_cpu_sys_main_thread"]);
        long scripts = all.TryGetValue("cmdstat_evalsha", out string? stat) ? (long)Number(stat.Split(',')[0]["calls=".Length..]) : 0;
        return new RedisCost(cpu, scripts);
    }

    public static RedisCost operator -(RedisCost a, RedisCost b) => new(a.CpuSeconds - b.CpuSeconds, a.Scripts - b.Scripts);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
