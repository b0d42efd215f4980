using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>A living node, as it presents itself to the others.</summary>
/// <param name="Incarnation">Names one life of the process: a node that starts again under its old id is another member.</param>
public sealed record ClusterMember(NodeId Node, string Incarnation, MemberInfo Info);
