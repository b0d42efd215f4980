using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>
/// Redis crashes with its machine: what it had written and not yet synced, up to a second, is gone when it comes back. The
/// owners still have it in memory, and nothing may be missing in the end.
/// </summary>
internal sealed class RedisTailLost(DurableRedis redis, TimeSpan tail, TimeSpan lasts) : Fault
{
    public const string Name = "redis lost its tail";

    private long _synced;

    public override string Kind => Name;

    public override string What =>
        $"kill -9 of Redis, started again after {lasts.TotalSeconds:F1} s without what it wrote in its last {tail.TotalSeconds:F1} s";

    public override TimeSpan Lasts => lasts;

    public override bool MayLoseTail => true;

    public override async Task PrepareAsync()
    {
        _synced = redis.WrittenBytes;
        await Task.Delay(tail);
    }

    public override async Task BeginAsync()
    {
        await redis.KillAsync();
        redis.CutTo(_synced);
    }

    public override Task MendAsync() => redis.StartAsync();
}
