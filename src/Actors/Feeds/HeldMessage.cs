namespace Streaming.Actors.Feeds;

/// <summary>Something that waits for a listener who is behind.</summary>
/// <param name="what">A <see cref="FeedBatch"/> of one event, or a <see cref="FeedSignal"/>.</param>
/// <param name="key">What it is the newest word about; null for what is no message, and is never left out.</param>
/// <param name="interval">With a policy that samples: the time that it belongs to.</param>
/// <param name="weight">About how many bytes it takes on the wire.</param>
internal sealed class HeldMessage(SharedEncoding what, string? key, long interval, int weight)
{
    public SharedEncoding What => what;

    public string? Key => key;

    public long Interval => interval;

    public int Weight => weight;

    /// <summary>Messages that were left out between the one before and this one.</summary>
    public long SkippedBefore { get; set; }
}
