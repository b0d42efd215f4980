using Streaming.Actors.Channels;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// Channels that sessions listen to by patterns. The first message of such a channel begins a feed here, which from then on is like any other: its
/// owner is told that this node listens, gaps are healed from the log, and it survives owners. When the channel has been quiet for a minute the
/// feed goes, and the next message begins it again.
/// </summary>
public sealed partial class RoomFeeds
{
    /// <summary>A quiet channel is listened to for about a minute: a feed costs two messages in each interval.</summary>
    private const int MaxQuietRenewals = 6;

    /// <summary>Feeds that patterns have begun. Beyond it the oldest goes, to begin again with its next message.</summary>
    private const int MaxFollowed = 10_000;

    // Guarded by the gate.
    private readonly PatternIndex<WildcardListener> _wildcards = new();
    private readonly LinkedList<RoomFeed> _followed = [];

    internal DeliveryPolicy PolicyOf(RoomId room) =>
        ChannelId.Of(room) is { } channel && _context.Channels.Of(channel) is { } policy ? policy.Delivery : default;

    /// <summary>The listener hears every channel that matches, and that it may hear, from now on.</summary>
    internal void Follow(WildcardListener listener, NamePattern pattern, ChannelTerms terms)
    {
        lock (_gate)
        {
            if (!listener.Patterns.Contains(pattern))
                _wildcards.Add(pattern.Start, listener);
            listener.Set(pattern, terms);

            foreach (RoomFeed feed in FeedsByName(feed => Matches(pattern, feed.Room)))
                Attach(feed, listener);
        }
    }

    /// <summary>The listener's subscription to the channel; null where no pattern of it matches.</summary>
    internal WildcardSubscription? ByPattern(WildcardListener? listener, ChannelId channel)
    {
        lock (_gate)
            return listener?.Subscriptions.GetValueOrDefault(channel.Room);
    }

    /// <summary>Completes when nothing more can arrive of what only this pattern brought.</summary>
    internal Task UnfollowAsync(WildcardListener listener, NamePattern pattern)
    {
        lock (_gate)
        {
            if (!listener.Remove(pattern))
                return Task.CompletedTask;

            _wildcards.Remove(pattern.Start, one => one == listener);
            return Task.WhenAll([.. listener.Subscriptions.Keys.ToArray().Select(room => AttachAsync(_feeds[room], listener))]);
        }
    }

    /// <summary>What the listener may hear has changed. Completes when nothing more can arrive of what it may not.</summary>
    internal Task FollowAnewAsync(WildcardListener listener)
    {
        lock (_gate)
        {
            return Task.WhenAll(
            [
                .. FeedsByName(feed => listener.Patterns.Any(pattern => Matches(pattern, feed.Room))).Select(feed => AttachAsync(feed, listener)),
            ]);
        }
    }

    private void Attach(RoomFeed feed, WildcardListener listener) => _ = AttachAsync(feed, listener);

    /// <summary>
    /// Gives the listener's subscription to the channel its terms: a new one, other ones, or none any more. Of none, completes when nothing more can
    /// arrive.
    /// </summary>
    private Task AttachAsync(RoomFeed feed, WildcardListener listener)
    {
        if (ChannelId.Of(feed.Room) is not { } channel)
            return Task.CompletedTask;

        bool isAttached = listener.Subscriptions.TryGetValue(feed.Room, out WildcardSubscription? subscription);
        switch (listener.TermsFor(channel))
        {
            case { } terms when isAttached:
                subscription!.Change(terms);
                break;
            case { } terms:
                subscription = new WildcardSubscription(channel, terms, listener, PolicyOf(feed.Room));
                listener.Subscriptions.Add(feed.Room, subscription);
                feed.Followers.Add(subscription);
                feed.Follow(subscription.Member);
                break;
            case null when isAttached:
                Task detached = DetachAsync(feed, subscription!);
                EndIfUnused(feed);
                return detached;
        }

        return Task.CompletedTask;
    }

    private static async Task DetachAsync(RoomFeed feed, WildcardSubscription subscription)
    {
        var done = new TaskCompletionSource();
        subscription.Listener.Subscriptions.Remove(feed.Room);
        feed.Followers.Remove(subscription);
        feed.Detach(subscription.Member, done);
        await done.Task;
        subscription.End();
    }

    private void LetGoOfFollowers(RoomFeed feed)
    {
        foreach (WildcardSubscription follower in feed.Followers.ToArray())
            _ = DetachAsync(feed, follower);
        EndIfUnused(feed);
    }

    private List<WildcardListener> FollowersOf(RoomId room)
    {
        if (ChannelId.Of(room) is not { } channel || _wildcards.Count == 0)
            return [];

        List<WildcardListener> all = [];
        _wildcards.Find(channel.Value, all);
        return [.. all.Distinct().Where(one => one.TermsFor(channel) is not null)];
    }

    private static bool Matches(NamePattern pattern, RoomId room) => ChannelId.Of(room) is { } channel && pattern.Matches(channel.Value);

    private bool IsFollowed(RoomId room) => FollowersOf(room).Count > 0;

    /// <summary>Under the gate to the end: a feed that goes at this moment must not take the message with it.</summary>
    private void GiveTo<T>(ChannelId channel, T news, Action<RoomFeed, T> give)
    {
        lock (_gate)
        {
            if ((_feeds.GetValueOrDefault(channel.Room) ?? TryFollow(channel.Room)) is { } feed)
            {
                feed.QuietRenewals = 0;
                give(feed, news);
            }
            else
            {
                SayNotListening(channel.Room);
            }
        }
    }

    private RoomFeed? TryFollow(RoomId room)
    {
        List<WildcardListener> followers = FollowersOf(room);
        if (followers.Count == 0)
            return null;

        if (_followed.Count >= MaxFollowed && _followed.First!.Value is { Holders: 0 } oldest)
            LetGoOfFollowers(oldest);
        RoomFeed feed = Begin(room, followers);
        feed.Place = _followed.AddLast(feed);
        return feed;
    }
}
