using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>A node crashes and is started again under its id, at once or later.</summary>
internal sealed class NodeKilled(ClusterNode node, TimeSpan lasts) : Fault
{
    public const string Name = "node killed";

    public override string Kind => Name;

    public override string What => $"kill -9 of {node.Id}, started again after {lasts.TotalSeconds:F1} s";

    public override ClusterNode Victim => node;

    public override TimeSpan Lasts => lasts;

    public override Task BeginAsync() => node.KillAsync();

    public override Task MendAsync() => node.StartAsync();
}
