namespace Streaming.Actors.Ids;

/// <summary>A node's id, unique in its cluster.</summary>
public readonly record struct NodeId(string Value)
{
    public override string ToString() => Value;
}
