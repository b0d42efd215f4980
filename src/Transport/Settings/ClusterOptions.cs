namespace Streaming.Transport.Settings;

/// <summary>The block <c>Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>Number of shards that rooms are hashed to, 1 to 16,384. Has to be the same on every node, for good.</summary>
    public int Shards { get; set; } = 256;
}
