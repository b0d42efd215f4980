namespace Streaming.Actors.Shards;

/// <summary>What <see cref="ShardKeeper"/> remembers of one shard. Guarded by its gate.</summary>
internal struct ShardTenure
{
    /// <summary>The term in which this node takes the shard's commands; 0 when it does not.</summary>
    public long Served;

    /// <summary>Terms up to this one are over for this node: it has lost the shard in one of them, or given it up.</summary>
    public long Floor;

    /// <summary>Rooms are leaving memory: the shard is neither served nor taken up meanwhile.</summary>
    public bool IsVacating;

    /// <summary>The store may have lost its last moments since this node knew all its rooms to be logged.</summary>
    public bool MustVerify;

    public bool IsVerifying;

    /// <summary>
    /// The store has forgotten something, and this node cannot tell whether the shard was another's in what was forgotten: nothing is
    /// decided and nothing written until the fence has put the logs in doubt.
    /// </summary>
    public bool IsSuspended;
}
