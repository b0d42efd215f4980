using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>Redis crashes and comes back with its append-only file.</summary>
internal sealed class RedisRestarted(DurableRedis redis, TimeSpan lasts) : Fault
{
    public const string Name = "redis restarted";

    public override string Kind => Name;

    public override string What => $"kill -9 of Redis, started again after {lasts.TotalSeconds:F1} s";

    public override TimeSpan Lasts => lasts;

    public override bool MayLoseTail => true;

    public override Task BeginAsync() => redis.KillAsync();

    public override Task MendAsync() => redis.StartAsync();
}
