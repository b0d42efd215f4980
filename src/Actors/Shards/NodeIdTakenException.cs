using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>Another node that lives goes by this id: this one must not go on.</summary>
public sealed class NodeIdTakenException(NodeId node) : Exception(
    $"Another node with the id {node} is in the cluster. Give each node an id of its own (Streaming:NodeId).")
{
    public NodeId Node => node;
}
