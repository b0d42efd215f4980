using System.Diagnostics.Metrics;

namespace Streaming.Transport.Hooks;

/// <summary>What goes wrong with hooks, for whoever collects metrics: the meter <see cref="Name"/>.</summary>
internal static class HookMeter
{
    public const string Name = "Streaming.Hooks";

    /// <summary>The instruments live as long as the factory.</summary>
    public static void Observe(IMeterFactory meters, HookCounters counters)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableCounter("streaming.hooks.failed", () => counters.Failed, "{call}", "Hooks that threw");
        meter.CreateObservableCounter("streaming.hooks.timed_out", () => counters.TimedOut, "{call}", "Hooks that took too long");
        meter.CreateObservableCounter("streaming.hooks.dropped", () => counters.Dropped, "{event}", "Events that hooks were not told of, because too many waited");
    }
}
