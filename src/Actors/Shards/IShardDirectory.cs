namespace Streaming.Actors.Shards;

/// <summary>
/// Port: who is in the cluster, and which node owns which shard. Every call is atomic and answers with the whole
/// picture as it is then, so a node never has to put one together from parts.
/// <para>
/// It makes ownership fast and fair; what makes it safe is the term in each append (<see cref="IShardFence"/>), so a
/// directory may be late, forgetful or wrong without harm to a log. What it decides with is
/// <see cref="ShardKeeper"/>'s.
/// </para>
/// </summary>
public interface IShardDirectory
{
    /// <summary>How many shards the cluster has: fixed for the life of its data.</summary>
    int Shards { get; }

    /// <summary>
    /// Says that this node lives, for <paramref name="ttl"/> from now. All that it owns hangs on that: a node that has not
    /// said so for its time is gone, and its shards are free. One that says so again before anybody took them has
    /// lost nothing.
    /// </summary>
    /// <returns>The cluster with this node in it; null when another node that lives goes by this id.</returns>
    ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>
    /// Takes what is free of the shards named, and those this node owns already anew, each in a term above all earlier
    /// ones of that shard and above the floor given. Takes nothing for a node that is not in the cluster.
    /// </summary>
    ValueTask<DirectoryView> ClaimAsync(ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation);

    /// <summary>
    /// Passes shards on, each in the next term. One whose next owner is not in the cluster becomes free; one that this
    /// node does not own in the term named stays as it is.
    /// </summary>
    ValueTask<DirectoryView> TransferAsync(ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation);

    /// <summary>Says goodbye: the node is gone at once, and what it still owned is free.</summary>
    ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation);
}
