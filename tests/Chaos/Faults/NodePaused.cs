using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>A node stands still, as under a long collection of garbage or a hypervisor that has other things to do, and goes on as if nothing had been.</summary>
internal sealed class NodePaused(ClusterNode node, TimeSpan lasts) : Fault
{
    public const string Name = "node paused";

    public override string Kind => Name;

    public override string What => $"SIGSTOP of {node.Id} for {lasts.TotalSeconds:F1} s";

    public override ClusterNode Victim => node;

    public override TimeSpan Lasts => lasts;

    public override Task BeginAsync() => node.SignalAsync("STOP");

    public override Task MendAsync() => node.SignalAsync("CONT");
}
