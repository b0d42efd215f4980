namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>All that can be asked for.</summary>
internal static class ScenarioCatalogue
{
    public static IReadOnlyList<IScenario> All(PeerOptions options) =>
    [
        new FanoutScenario(options, "s1", listeners: 1_000, window: 32),
        new FanoutScenario(options, "s1w1", listeners: 1_000, window: 1),
        new RoomsScenario(options),
        new RateSearchScenario(options),
        new IdleScenario(options, "s3", 10_000),
        new RoundTripScenario(options),
        new TwoNodesScenario(options),
        new AppendScenario(options),
        new ListenerGrowthScenario(options),
        new IdleScenario(options, "s7-connections", 1_000, 10_000, 25_000),
        new RoomGrowthScenario(options),
        new NodeGrowthScenario(options),
        new SlowListenersScenario(options),
        new CostScenario(options),
        new SoakScenario(options),
        new LargeRoomScenario(options),
    ];
}
