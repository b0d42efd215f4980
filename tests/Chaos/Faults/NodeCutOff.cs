using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>A node loses its line to Redis, without a word, and keeps its clients.</summary>
internal sealed class NodeCutOff(ClusterNode node, TimeSpan lasts) : Fault
{
    public const string Name = "node cut off";

    public override string Kind => Name;

    public override string What => $"{node.Id} without Redis for {lasts.TotalSeconds:F1} s ({node.Site.Name})";

    public override ClusterNode Victim => node;

    public override TimeSpan Lasts => lasts;

    public override Task BeginAsync() => node.Site.CutAsync();

    public override Task MendAsync() => node.Site.HealAsync();
}
