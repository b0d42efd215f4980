namespace Streaming.Actors.Webhooks;

/// <summary>What came of one webhook's posts on this node, since it started.</summary>
public sealed class WebhookCounters
{
    private readonly Lock _gate = new();
    private long _delivered;
    private long _retried;
    private long _dead;
    private long _lost;

    /// <summary>Events that the receiver has taken.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Posts that failed, to be tried again.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Events that were given up, and are dead letters.</summary>
    public long Dead => Interlocked.Read(ref _dead);

    /// <summary>Events that were gone before they could be delivered: trimmed from their log, gone with a deleted room's, or too many raised at once.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The last failure, in a few words, and when it was; null for none.</summary>
    public (string Problem, DateTimeOffset At)? LastFailure
    {
        get
        {
            lock (_gate)
                return field;
        }

        private set
        {
            lock (_gate)
                field = value;
        }
    }

    internal void AddDelivered(long events) => Interlocked.Add(ref _delivered, events);

    internal void AddRetried() => Interlocked.Increment(ref _retried);

    internal void AddDead() => Interlocked.Increment(ref _dead);

    internal void AddLost(long events) => Interlocked.Add(ref _lost, events);

    internal void Note(string problem, DateTimeOffset now) => LastFailure = (problem, now);
}
