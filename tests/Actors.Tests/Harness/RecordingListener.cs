using Streaming.Actors.Feeds;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Notes what a feed gives it, and holds the feed to its promise: from its position on, each seq once, in order.</summary>
internal sealed class RecordingListener : IFeedListener
{
    private TaskCompletionSource? _busy;
    private long? _expected;

    public List<RoomEvent> Events { get; } = [];

    public IEnumerable<long> Seqs => Events.Select(e => e.Seq);

    /// <summary>The events of each call.</summary>
    public List<int> Batches { get; } = [];

    public List<EphemeralEvent> Signals { get; } = [];

    public List<FeedReset> Resets { get; } = [];

    /// <summary>How often the feed asked whether there is room for another page.</summary>
    public int Asked { get; private set; }

    public bool Throws { get; set; }

    /// <summary>Whether the feed has let it go because it threw.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Called inside the feed's turn, after each batch.</summary>
    public Action? OnBatch { get; set; }

    /// <summary>No page of replay is taken from now on, until <see cref="TakeMore"/>.</summary>
    public void BeBusy() => _busy ??= new TaskCompletionSource();

    public void TakeMore()
    {
        (TaskCompletionSource? busy, _busy) = (_busy, null);
        busy?.SetResult();
    }

    public void OnEvents(FeedBatch batch)
    {
        if (Throws)
            throw new InvalidOperationException("a listener's bug");

        Batches.Add(batch.Events.Length);
        foreach (RoomEvent e in batch.Events)
        {
            if (_expected is { } expected && e.Seq != expected)
                throw new InvalidOperationException($"Expected seq {expected}, got {e.Seq}.");

            Events.Add(e);
            _expected = e.Seq + 1;
        }

        OnBatch?.Invoke();
    }

    public void OnSignal(FeedSignal signal)
    {
        if (Throws)
            throw new InvalidOperationException("a listener's bug");

        Signals.Add(signal.Event);
    }

    public void OnReset(FeedReset reset)
    {
        if (Throws)
            throw new InvalidOperationException("a listener's bug");

        Resets.Add(reset);
        _expected = reset.Position + 1;
    }

    public void OnFailed() => HasFailed = true;

    public ValueTask ReadyForReplayAsync()
    {
        Asked++;
        if (Throws)
            throw new InvalidOperationException("a listener's bug");

        return _busy is null ? ValueTask.CompletedTask : new ValueTask(_busy.Task);
    }
}
