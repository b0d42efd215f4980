using Streaming.Actors.Ids;

namespace Streaming.Actors.Routing;

/// <summary>Where the commands for a shard are taken now, as far as this node knows. A closed set.</summary>
internal abstract record Placement
{
    private Placement()
    {
    }

    /// <summary>Here, in this term.</summary>
    public sealed record Here(long Term) : Placement;

    /// <summary>On another node, which owns the shard in this term.</summary>
    public sealed record There(NodeId Node, long Term) : Placement;

    /// <summary>Nowhere yet: the shard is between two owners, or ours and not taken up.</summary>
    public sealed record Nowhere : Placement
    {
        public static readonly Nowhere Instance = new();
    }

    /// <summary>The directory cannot be reached: nobody can be promised anything.</summary>
    public sealed record Unreachable : Placement
    {
        public static readonly Unreachable Instance = new();
    }
}
