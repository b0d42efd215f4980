namespace Streaming.Transport.Settings;

/// <summary>The block <c>Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Number of shards that rooms are hashed to, 1 to 16,384. Has to be the same on every node, for good.</summary>
    public int Shards { get; set; } = 256;

    /// <summary>Milliseconds of silence after which a node is gone and its shards are taken, 300 to 60,000.</summary>
    public int LeaseMs { get; set; } = 1500;

    /// <summary>Milliseconds between a node's signs of life, 50 to 20,000; at most half of <see cref="LeaseMs"/>.</summary>
    public int RenewMs { get; set; } = 500;

    /// <summary>Shards that are handed over at once, 1 to 1,024: so many stand still together, for a few round trips.</summary>
    public int HandOverBatch { get; set; } = 8;
}
