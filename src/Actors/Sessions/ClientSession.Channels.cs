using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>The channels that a session listens to, by name and by pattern. Changed one at a time, as rooms are.</summary>
public sealed partial class ClientSession
{
    /// <summary>Of one session: each is said to every node.</summary>
    public const int MaxPatterns = 10;

    // Guarded by the gate.
    private CompactMap<ChannelId, ChannelSubscription> _channels;
    private CompactMap<NamePattern, ChannelTerms> _patterns;

    /// <summary>Channels and patterns that a resume has to bring back.</summary>
    private ImmutableArray<SessionChannel> _earlierChannels;

    /// <summary>Made with the first pattern.</summary>
    private WildcardListener? _wildcards;

    /// <summary>Made with the first channel or pattern.</summary>
    private NamedChannels? _named;

    /// <summary>The channels and patterns that the earlier connection listened to.</summary>
    public ImmutableArray<NamePattern> ResumedChannels { get; }

    /// <summary>Channels and patterns that this connection listens to now.</summary>
    public int ChannelCount
    {
        get
        {
            lock (_gate)
                return _channels.Count + _patterns.Count;
        }
    }

    /// <summary>The channels and patterns that this connection listens to now.</summary>
    public ImmutableArray<NamePattern> ListenedChannels
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _channels.Pairs.Select(static one => NamePattern.Exactly(one.Key.Value)),
                    .. _patterns.Pairs.Select(static one => one.Key),
                ];
            }
        }
    }

    /// <summary>
    /// Listens to a channel, or to all that match a pattern. Delivery begins when the caller has put the ack into the outbox and calls
    /// <see cref="SubscribeOutcome.StartDelivery"/>. A second subscription to the same name takes the place of the first.
    /// </summary>
    /// <param name="since">Deliver everything after it; null: only what comes after the subscription. Means nothing for a pattern.</param>
    public async ValueTask<SubscribeOutcome> SubscribeAsync(NamePattern name, ChannelTerms terms, RoomPosition? since)
    {
        SubscribeOutcome outcome = await ListenAsync(name, terms, since);
        if (outcome.IsSubscribed)
            await RenewInTimeAsync();

        return outcome;
    }

    /// <summary>Does nothing where there is no such subscription.</summary>
    public async ValueTask UnsubscribeAsync(NamePattern name)
    {
        ChannelSubscription? ended = null;
        bool isPattern;
        lock (_gate)
        {
            _earlierChannels = _earlierChannels.RemoveAll(earlier => earlier.Name == name);
            isPattern = !_closed && _patterns.Remove(name);
            if (!_closed && !name.IsPrefix)
                _channels.Remove(new ChannelId(name.Start), out ended);
        }

        if (isPattern)
        {
            await _context.Feeds.UnfollowAsync(_wildcards!, name);
            _context.Wildcards.Remove(name);
        }

        if (ended is not null)
            await ended.EndAsync();
        await RenewInTimeAsync();
    }

    /// <summary>
    /// The session's credentials are others now: its patterns bring what those allow. Completes when nothing more can arrive of what they do not.
    /// </summary>
    public async ValueTask FollowAnewAsync()
    {
        WildcardListener? wildcards;
        lock (_gate)
            wildcards = _wildcards;
        if (wildcards is not null)
            await _context.Feeds.FollowAnewAsync(wildcards);
    }

    /// <summary>Sends a message to a channel. The reply is <see cref="RoomReply.Published"/>, <see cref="RoomReply.Raised"/>, or why not.</summary>
    public ValueTask<RoomReply> PublishAsync(ChannelId channel, RequestId? request, MessageBody body) => PublishAsync(channel.Room, request, body);

    /// <summary>
    /// Brings the channels and patterns of the earlier connection back, each channel from the position that the client names, or from now where it
    /// names none.
    /// </summary>
    public async ValueTask<ImmutableArray<ResumedChannel>> ResumeChannelsAsync(IReadOnlyDictionary<ChannelId, RoomPosition> positions)
    {
        var resumed = ImmutableArray.CreateBuilder<ResumedChannel>();
        foreach (SessionChannel earlier in _earlierChannels)
        {
            // Subscribed to since, by itself: that subscription knows better where to begin, and what it wants.
            if (ListensTo(earlier.Name))
                continue;

            RoomPosition? since = positions.TryGetValue(new ChannelId(earlier.Name.Start), out RoomPosition position) ? position : null;
            var terms = new ChannelTerms(earlier.Filter.IsEmpty ? null : ChannelFilter.Read(earlier.Filter, out _), earlier.Echo);
            resumed.Add(new ResumedChannel(earlier.Name, await ListenAsync(earlier.Name, terms, earlier.Name.IsPrefix ? null : since)));
        }

        lock (_gate)
            _earlierChannels = [];

        if (resumed.Count > 0)
            await RenewInTimeAsync();
        return resumed.DrainToImmutable();
    }

    private async ValueTask<SubscribeOutcome> ListenAsync(NamePattern name, ChannelTerms terms, RoomPosition? since)
    {
        bool isKnown = ListensTo(name);
        if (!isKnown && (ChannelCount >= _context.Options.MaxChannels || (name.IsPrefix && PatternCount >= MaxPatterns)))
            return SubscribeOutcome.Refuse(RoomRefusal.SubscriptionLimit);

        return name.IsPrefix
            ? await FollowAsync(name, terms, isKnown)
            : await EnterAsync(new ChannelId(name.Start), terms, since);
    }

    private async ValueTask<SubscribeOutcome> EnterAsync(ChannelId channel, ChannelTerms terms, RoomPosition? since)
    {
        // Listen first, then ask, as with a room.
        var subscription = new ChannelSubscription(channel, terms, Connection, _sink, _context.Feeds, Named(), () => _context.Feeds.ByPattern(_wildcards, channel))
        {
            IsFromPlace = since is not null,
        };
        RoomReply reply = await _context.Router.AskAsync(channel.Room, new SubscribeChannel { By = User, Request = default, Origin = Connection, Since = since });
        if (reply is not RoomReply.Subscribed subscribed || !TrySubscribe(subscription, out ChannelSubscription? before))
        {
            subscription.Dispose();
            return new SubscribeOutcome(reply, Recovered: false);
        }

        if (before is not null)
            await before.EndAsync();

        long position = 0;
        bool recovered = subscribed.IsPersistent
            ? TryRecover(subscribed.Epoch, subscribed.FirstSeq, subscribed.Seq, since, out position)
            : since is null;

        // Without a log there is nothing to be behind, and its epoch is not known before it begins.
        if (subscribed is { IsPersistent: true, Seq: > 0 })
            subscription.SetStart(subscribed.Epoch, position, subscribed.Seq);
        return new SubscribeOutcome(reply, recovered) { Subscription = subscription };
    }

    private async ValueTask<SubscribeOutcome> FollowAsync(NamePattern pattern, ChannelTerms terms, bool isKnown)
    {
        if (!isKnown && !await _context.Wildcards.TryAddAsync(pattern))
            return SubscribeOutcome.Refuse(RoomRefusal.SubscriptionLimit);

        bool isOver;
        lock (_gate)
        {
            isOver = _closed;
            if (!isOver)
            {
                _patterns.Set(pattern, terms);
                _wildcards ??= new WildcardListener(Connection, _sink, _mayHear, Named());
            }
        }

        if (isOver)
        {
            _context.Wildcards.Remove(pattern);
            return new SubscribeOutcome(new RoomReply.Unavailable("the connection is closed"), Recovered: false);
        }

        return new SubscribeOutcome(RoomReply.Done.Instance, Recovered: true)
        {
            Following = () => Follow(pattern, terms),
        };
    }

    private void Follow(NamePattern pattern, ChannelTerms terms)
    {
        _context.Feeds.Follow(_wildcards!, pattern, terms);

        // The connection may have ended since, and then nobody else takes it out again.
        lock (_gate)
        {
            if (!_closed)
                return;
        }

        _ = _context.Feeds.UnfollowAsync(_wildcards!, pattern);
    }

    private bool TrySubscribe(ChannelSubscription subscription, out ChannelSubscription? before)
    {
        lock (_gate)
        {
            before = null;
            if (_closed)
                return false;

            _channels.TryGetValue(subscription.Channel, out before);
            _channels.Set(subscription.Channel, subscription);
            return true;
        }
    }

    private NamedChannels Named()
    {
        lock (_gate)
            return _named ??= new NamedChannels();
    }

    private int PatternCount
    {
        get
        {
            lock (_gate)
                return _patterns.Count;
        }
    }

    private bool ListensTo(NamePattern name)
    {
        lock (_gate)
            return name.IsPrefix ? _patterns.ContainsKey(name) : _channels.ContainsKey(new ChannelId(name.Start));
    }

    /// <summary>By name, for the same reason as rooms.</summary>
    private ImmutableArray<ChannelSubscription> TakeChannelsUnderGate()
    {
        ImmutableArray<ChannelSubscription> all =
            [.. _channels.Pairs.Select(static one => one.Value).OrderBy(static one => one.Channel.Value, StringComparer.Ordinal)];
        _channels = default;
        return all;
    }

    private ImmutableArray<SessionChannel> ChannelsUnderGate()
    {
        IEnumerable<SessionChannel> byName = _channels.Pairs.Select(static one => Recorded(NamePattern.Exactly(one.Key.Value), one.Value.Terms));
        IEnumerable<SessionChannel> byPattern = _patterns.Pairs.Select(static one => Recorded(one.Key, one.Value));
        ImmutableArray<SessionChannel> now = [.. byName.Concat(byPattern).OrderBy(static one => one.Name.ToString(), StringComparer.Ordinal)];
        return [.. now, .. _earlierChannels.Where(earlier => !now.Any(one => one.Name == earlier.Name))];
    }

    private static SessionChannel Recorded(NamePattern name, ChannelTerms terms) => new(name, terms.Filter?.Json ?? default, terms.Echo);

    /// <summary>To be called once, after the session has closed.</summary>
    private void EndChannels(ImmutableArray<ChannelSubscription> channels)
    {
        foreach (ChannelSubscription subscription in channels)
            subscription.Dispose();

        CompactMap<NamePattern, ChannelTerms> patterns;
        lock (_gate)
            (patterns, _patterns) = (_patterns, default);

        foreach (NamePattern pattern in patterns.Keys.OrderBy(static one => one.Start, StringComparer.Ordinal))
        {
            _ = _context.Feeds.UnfollowAsync(_wildcards!, pattern);
            _context.Wildcards.Remove(pattern);
        }
    }
}
