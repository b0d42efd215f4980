using System.Collections.Immutable;
using Streaming.Chaos.Clusters;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Faults;

/// <summary>Which fault comes next. Each kind has its turn before any comes again; the order and the rest is the seed's.</summary>
internal sealed class FaultPlan(ChaosCluster cluster, Recorder recorder, IReadOnlyCollection<string> kinds, Random random)
{
    public static readonly ImmutableArray<string> Kinds =
    [
        NodeKilled.Name, NodePaused.Name, NodeCutOff.Name, RedisPaused.Name, RedisRestarted.Name, RedisTailLost.Name, RollingRestart.Name,
    ];

    private readonly Queue<string> _turn = new();
    private int _made;

    /// <summary>Every kind has been.</summary>
    public bool HasMadeAll => _made >= kinds.Count;

    public Fault Next()
    {
        if (_turn.Count == 0)
        {
            string[] turn = [.. kinds];
            random.Shuffle(turn);
            foreach (string kind in turn)
                _turn.Enqueue(kind);
        }

        _made++;
        ClusterNode node = cluster.Nodes[random.Next(cluster.Nodes.Count)];
        return _turn.Dequeue() switch
        {
            NodeKilled.Name => new NodeKilled(node, random.Next(2) == 0 ? TimeSpan.Zero : Between(2, 4)),
            NodePaused.Name => new NodePaused(node, Between(1, 10)),
            NodeCutOff.Name => new NodeCutOff(node, Between(2, 8)),
            RedisPaused.Name => new RedisPaused(cluster.Redis, Between(1, 4)),
            RedisRestarted.Name => new RedisRestarted(cluster.Redis, Between(0, 1.5)),
            RedisTailLost.Name => new RedisTailLost(cluster.Redis, TimeSpan.FromSeconds(1), Between(0, 1)),
            RollingRestart.Name => new RollingRestart(cluster.Nodes, recorder),
            var unknown => throw new InvalidOperationException($"There is no fault called {unknown}."),
        };
    }

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));
}
