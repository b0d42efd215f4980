namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>All that can be asked for.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<IScenario> All(PeerOptions options) =>
    [
        new FanoutScenario(options, "s1", listeners: 1000, window: 32),
        new FanoutScenario(options, "s1w1", listeners: 1000, window: 1),
        new RoomsScenario(options),
        new AppendScenario(options),
    ];
}
