using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>Redis stands still.</summary>
internal sealed class RedisPaused(DurableRedis redis, TimeSpan lasts) : Fault
{
    public const string Name = "redis paused";

    public override string Kind => Name;

    public override string What => $"SIGSTOP of Redis for {lasts.TotalSeconds:F1} s";

    public override TimeSpan Lasts => lasts;

    public override Task BeginAsync() => redis.PauseAsync();

    public override Task MendAsync() => redis.ContinueAsync();
}
