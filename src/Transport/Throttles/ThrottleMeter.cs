using System.Diagnostics.Metrics;

namespace Streaming.Transport.Throttles;

/// <summary>What the limits let through and refuse on this node, for whoever collects metrics: the meter <see cref="Name"/>.</summary>
internal static class ThrottleMeter
{
    public const string Name = "Streaming.RateLimits";

    /// <summary>The instruments live as long as the factory.</summary>
    public static void Observe(IMeterFactory meters, ThrottleCounters counters, ThrottleLimits limits, AddressThrottle addresses)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableCounter(
            "streaming.ratelimit.allowed", () => Measured(counters, allowed: true), "{request}", "Requests that a limit had room for, by scope and action");
        meter.CreateObservableCounter(
            "streaming.ratelimit.exceeded", () => Measured(counters, allowed: false), "{request}", "Requests that a limit refused, by scope and action");
        meter.CreateObservableCounter(
            "streaming.ratelimit.turned_away",
            () => new[]
            {
                new Measurement<long>(addresses.Handshakes, new KeyValuePair<string, object?>("action", "handshake")),
                new Measurement<long>(addresses.LogIns, new KeyValuePair<string, object?>("action", "log_in")),
            },
            "{request}",
            "Requests that were turned away at the door, since their address opens too many connections or shows too many bad credentials");
        meter.CreateObservableGauge(
            "streaming.ratelimit.factor", () => limits.Factor, null, "How much of the limits holds: below 1 while the node lags behind and tightens them");
    }

    private static IEnumerable<Measurement<long>> Measured(ThrottleCounters counters, bool allowed) =>
        counters.Read(allowed).Select(static one => new Measurement<long>(
            one.Count,
            new KeyValuePair<string, object?>("scope", one.Scope.ToString().ToLowerInvariant()),
            new KeyValuePair<string, object?>("action", LimitedActions.NameOf(one.Action))));
}
