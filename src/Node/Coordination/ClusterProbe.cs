using Streaming.Actors;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Coordination;

/// <summary>
/// Whether this node has its place in the cluster, and whether every room has an owner. Shards without one do not make this
/// node worse than the others: it stays ready.
/// </summary>
internal sealed class ClusterProbe(StreamingNode node) : IHealthProbe
{
    public string Name => "cluster";

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation) => ValueTask.FromResult(Check());

    private ProbeResult Check()
    {
        if (node.Shards.IsAway)
            return new ProbeResult(HealthState.Unhealthy, "the cluster's directory cannot be reached");

        var map = node.Shards.Current;
        int orphaned = map.Owners.Count(static owner => owner is null);
        string members = map.Members.Length == 1 ? "1 node" : $"{map.Members.Length} nodes";
        return orphaned == 0
            ? new ProbeResult(HealthState.Healthy, members)
            : new ProbeResult(HealthState.Degraded, $"{members}; nobody serves {orphaned} of {map.Owners.Length} shards");
    }
}
