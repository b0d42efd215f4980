namespace Streaming.Actors.Shards;

/// <summary>How a node keeps its place in the cluster. Defaults are those of docs/configuration.md.</summary>
public sealed record ShardOptions
{
    /// <summary>
    /// A node that has been silent for so long is gone, and its shards are taken. Safety never rests on it, so it may be
    /// short; a node that is paused for longer only has to take its shards up again.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How often a node says that it lives, and looks who else does. At most half of <see cref="Lease"/>.</summary>
    public TimeSpan Renew { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Shards handed over at once: so many stand still together, for a few round trips.</summary>
    public int HandOverBatch { get; init; } = 8;
}
