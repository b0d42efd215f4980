using Streaming.Chaos.Clusters;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Faults;

/// <summary>Every node is asked to go and started again, one after another, as for a new release.</summary>
internal sealed class RollingRestart(IReadOnlyList<ClusterNode> nodes, Recorder recorder) : Fault
{
    public const string Name = "rolling restart";

    public override string Kind => Name;

    public override string What => "SIGTERM and start of each node in turn";

    public override Task BeginAsync() => Task.CompletedTask;

    public override async Task MendAsync()
    {
        foreach (ClusterNode node in nodes)
        {
            int code = await node.StopAsync();
            if (code != 0)
                recorder.Violate(ViolationKind.NotWell, $"{node.Id} was asked to go and ended with {code}");
            await node.StartAsync();
        }
    }
}
