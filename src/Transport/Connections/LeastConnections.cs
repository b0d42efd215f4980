using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Transport.Connections;

/// <summary>
/// The node that has the fewest connections for its weight, among those that take any. Of the others a node knows what they last said, half a
/// second ago; who asks at the same moment is sent to the same node.
/// </summary>
internal static class LeastConnections
{
    /// <param name="here">How many this node has.</param>
    /// <returns>Null when there is none that takes connections.</returns>
    public static ClusterMember? Of(ImmutableArray<ClusterMember> members, NodeId self, int here)
    {
        ClusterMember? best = null;
        double least = double.MaxValue;
        foreach (var member in members)
        {
            // A node that has not said yet where it is reached cannot be sent anybody, unless they are there already.
            if (member.Info.IsDraining || (member.Info.Url.Length == 0 && member.Node != self))
                continue;
            double load = (member.Node == self ? here : member.Info.Connections) / member.Info.Weight;
            // Of equals the one that was asked: nobody has to go elsewhere for nothing.
            if (load > least || (load == least && member.Node != self))
                continue;
            (best, least) = (member, load);
        }

        return best;
    }
}
