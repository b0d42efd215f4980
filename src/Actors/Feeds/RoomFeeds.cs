using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Routing;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Feeds;

/// <summary>
/// The feeds of the rooms that somebody on this node listens to. What the owner is told of them may be lost on the
/// way: that a node listens it says again every <see cref="RenewalInterval"/>, and is told the log's head each time;
/// that it does not, it says again whenever it hears of a room that it has no feed for. A new owner is told at once, and
/// the feed looks into the log itself, where everything stands that the one before may not have come to send.
/// Who is here stands in no log: with the head comes the version of the roster, and a feed that has missed one has the
/// owner tell the whole. The version that it knows it says whenever it says that it listens: an owner that begins below it, since the
/// one before is forgotten everywhere, then begins again above it.
/// </summary>
public sealed partial class RoomFeeds
{
    /// <summary>How long a listener can miss the end of a log at most, when all that the owner sent was lost. Costs two messages a room.</summary>
    internal static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private ImmutableDictionary<RoomId, RoomFeed> _feeds = ImmutableDictionary<RoomId, RoomFeed>.Empty;
    private readonly RoomRouter _router;
    private readonly IPeerLink _link;
    private readonly FeedContext _context;

    internal RoomFeeds(
        RoomRouter router, ShardKeeper keeper, IPeerLink link, IRoomLog log, IScheduler scheduler, TimingWheel wheel, ChannelPolicies channels,
        ILogger<RoomFeeds> logger)
    {
        _router = router;
        _link = link;
        _context = new FeedContext(log, scheduler, wheel, logger, channels);
        keeper.Changed += OnChanged;
        keeper.CameBack += OnInterrupted;
        link.Interrupted += OnInterrupted;
    }

    public int Count => _feeds.Count;

    /// <summary>
    /// Opens a subscription. The room's owner is told before this returns that this node listens, so what is
    /// committed from a command sent after it will reach the feed.
    /// </summary>
    public Subscription Open(RoomId room, IFeedListener listener)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(room, out RoomFeed? feed))
                feed = Begin(room, FollowersOf(room));

            feed.Holders++;
            return new Subscription(this, feed, listener);
        }
    }

    internal void Release(RoomFeed feed)
    {
        lock (_gate)
        {
            feed.Holders--;
            EndIfUnused(feed);
        }
    }

    internal void Renew(RoomFeed feed)
    {
        lock (_gate)
        {
            if (feed.Holders == 0 && ++feed.QuietRenewals >= MaxQuietRenewals)
                LetGoOfFollowers(feed);
            else if (feed.Holders > 0 || feed.Followers.Count > 0)
                SayListening(feed);
        }
    }

    internal void OnCommitted(EventsCommitted committed)
    {
        if (ChannelId.Of(committed.Room) is { } channel)
            GiveTo(channel, committed, static (feed, committed) => feed.OnCommitted(committed.Epoch, committed.Events));
        else
            Find(committed.Room)?.OnCommitted(committed.Epoch, committed.Events);
    }

    internal void OnHead(HeadAnnounced announced)
    {
        if (Find(announced.Room) is not { } feed)
            return;

        feed.OnHead(announced.Epoch, announced.Head);

        // Of a channel nobody is a member: what its owner says of who is here is told to nobody, and asking for it again would never end.
        if (!ChannelId.IsHostedBy(announced.Room) && feed.MissesRoster(announced.Roster))
            SayListening(feed, missesRoster: true);
    }

    internal void OnRaised(EphemeralRaised raised)
    {
        if (ChannelId.Of(raised.Room) is { } channel)
        {
            GiveTo(channel, raised, static (feed, raised) => feed.OnSignal(raised.Event));
            return;
        }

        if (Find(raised.Room) is not { } feed)
            return;

        if (feed.HearRoster(raised.Event))
            feed.OnSignal(raised.Event);
    }

    private void OnChanged(ShardMap before, ShardMap now)
    {
        if (before.Owners.SequenceEqual(now.Owners))
            return;

        AnnounceAgain(feed =>
        {
            ShardId shard = now.ShardOf(feed.Room);
            return now.OwnerOf(shard) is { } owner && owner != before.OwnerOf(shard);
        });
    }

    /// <summary>
    /// Messages were lost, or this node was silent for longer than its lease: then the owners have let go of a node that they took
    /// to be gone.
    /// </summary>
    private void OnInterrupted() => AnnounceAgain(static _ => true);

    /// <summary>That node may have missed that this one listens.</summary>
    internal void AnnounceAgain(NodeId owner) => AnnounceAgain(feed => _router.OwnerOf(feed.Room)?.Node == owner);

    private void AnnounceAgain(Func<RoomFeed, bool> which)
    {
        lock (_gate)
        {
            foreach (RoomFeed feed in FeedsByName(which))
            {
                SayListening(feed);
                feed.HealNow();
            }
        }
    }

    // The order of the table differs from process to process.
    private IEnumerable<RoomFeed> FeedsByName(Func<RoomFeed, bool> which) =>
        _feeds.Values.Where(which).OrderBy(static feed => feed.Room.Value, StringComparer.Ordinal);

    private RoomFeed? Find(RoomId room)
    {
        if (Volatile.Read(ref _feeds).TryGetValue(room, out RoomFeed? feed))
            return feed;

        lock (_gate)
        {
            // Under the gate, so that it cannot overtake the word of a listener who has just come.
            if (!_feeds.TryGetValue(room, out feed) && !IsFollowed(room))
                SayNotListening(room);
        }

        return feed;
    }

    private RoomFeed Begin(RoomId room, IReadOnlyCollection<WildcardListener> followers)
    {
        var feed = new RoomFeed(room, _context);
        feed.Renewal = new ListeningRenewal(this, feed);
        _feeds = _feeds.Add(room, feed);
        foreach (WildcardListener follower in followers)
            Attach(feed, follower);
        SayListening(feed);
        return feed;
    }

    private void EndIfUnused(RoomFeed feed)
    {
        if (feed.Holders > 0 || feed.Followers.Count > 0)
            return;

        _feeds = _feeds.Remove(feed.Room);
        if (feed.Place is { } place)
            _followed.Remove(place);
        _context.Wheel.Cancel(feed.Renewal!);
        SayNotListening(feed.Room);
    }

    private void SayListening(RoomFeed feed, bool missesRoster = false)
    {
        if (_router.OwnerOf(feed.Room) is { } owner)
            _link.Send(owner.Node, new StartListening(feed.Room, missesRoster, owner.Term, feed.RosterHeard));

        _context.Wheel.Schedule(feed.Renewal!, RenewalInterval);
    }

    private void SayNotListening(RoomId room)
    {
        if (_router.OwnerOf(room) is { } owner)
            _link.Send(owner.Node, new StopListening(room));
    }
}
