using Streaming.Actors.Ids;

namespace Streaming.Transport.Hosting;

/// <summary>Who this node is in the cluster, for ports that have to know: one for the life of the process.</summary>
public sealed record NodeIdentity(NodeId Id);
