namespace Streaming.Actors.Ids;

/// <summary>One connection of a client to a node; unique over the cluster's life.</summary>
public readonly record struct ConnectionId(string Value)
{
    public override string ToString() => Value;
}
