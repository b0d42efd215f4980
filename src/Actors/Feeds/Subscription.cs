using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A listener's hold on a feed. It is opened before the room is asked, so that the owner counts this
/// node as listening before it decides the join, and started when the listener's position is known.
/// </summary>
public sealed class Subscription : IDisposable
{
    private readonly RoomFeeds _feeds;
    private readonly RoomFeed _feed;
    private readonly FeedMember _member;
    private int _disposed;

    internal Subscription(RoomFeeds feeds, RoomFeed feed, IFeedListener listener)
    {
        _feeds = feeds;
        _feed = feed;
        _member = new FeedMember(listener);
    }

    /// <summary>From now on the listener gets everything after <paramref name="position"/>. To be called at most once.</summary>
    /// <param name="head">The log's last seq when the room was asked: not below <paramref name="position"/>.</param>
    public void Start(Epoch epoch, long position, long head) => _feed.Attach(_member, epoch, position, head);

    /// <summary>Ends delivery; completes when the last event that was under way has arrived.</summary>
    public Task EndAsync()
    {
        var ended = new TaskCompletionSource();
        return TryEnd(ended) ? ended.Task : Task.CompletedTask;
    }

    /// <summary>Ends delivery. An event whose turn has begun may still arrive.</summary>
    public void Dispose() => TryEnd(ended: null);

    private bool TryEnd(TaskCompletionSource? ended)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return false;

        _feed.Detach(_member, ended);
        _feeds.Release(_feed);
        return true;
    }
}
