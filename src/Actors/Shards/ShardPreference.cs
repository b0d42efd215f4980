using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>
/// Which node should own which shard: weighted rendezvous hashing (Schindelhauer and Schomaker, "Weighted Distributed Hash
/// Tables", SPAA 2005). Every node computes the same from the same members, so nobody has to be asked, and a
/// node that comes or goes moves the shards that it gets or had, and no other.
/// </summary>
public static class ShardPreference
{
    /// <summary>The preferred owner of each shard; null when no member takes shards.</summary>
    public static ImmutableArray<NodeId?> Of(ImmutableArray<ClusterMember> members, int shards)
    {
        ClusterMember[] able = [.. members.Where(static member => !member.Info.IsDraining)];
        var preferred = ImmutableArray.CreateBuilder<NodeId?>(shards);
        for (int shard = 0; shard < shards; shard++)
            preferred.Add(able.Length == 0 ? null : able.MaxBy(member => Score(member, shard))!.Node);

        return preferred.MoveToImmutable();
    }

    /// <summary>−w / ln(h), with h spread evenly over 0 to 1: the larger the weight, the more often it is the highest.</summary>
    private static double Score(ClusterMember member, int shard)
    {
        ulong hash = StableHash.Of($"{member.Node.Value}/{shard}");

        // The 53 bits that a double holds, moved off both ends, where the logarithm is 0 or infinite.
        double spread = ((hash >> 11) + 0.5) / (1UL << 53);
        return -member.Info.Weight / Math.Log(spread);
    }
}
