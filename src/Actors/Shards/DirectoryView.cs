using System.Collections.Immutable;

namespace Streaming.Actors.Shards;

/// <summary>The cluster as its directory had it at one moment.</summary>
/// <param name="Members">Those that live, by id.</param>
/// <param name="Owners">One entry a shard; null where no living node owns it.</param>
/// <param name="Generation">
/// Names one life of the store. Another one than before: the store has restarted or was replaced, and may have lost
/// its last moments, appends among them.
/// </param>
/// <param name="NextExpiry">When the first of the others will be gone, should it fall silent now; null for a node that is alone.</param>
public sealed record DirectoryView(
    ImmutableArray<ClusterMember> Members, ImmutableArray<ShardOwner?> Owners, string Generation, TimeSpan? NextExpiry = null);
