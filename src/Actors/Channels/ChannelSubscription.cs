using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>One channel that a session listens to by its name: between the channel's feed and the client.</summary>
internal sealed class ChannelSubscription : IFeedListener, IDisposable
{
    private readonly Subscription _subscription;
    private readonly ChannelDelivery _delivery;
    private readonly Sessions.IClientSink _sink;
    private readonly NamedChannels _named;
    private readonly Func<WildcardSubscription?> _byPattern;
    private (Epoch Epoch, long Position, long Head) _from;
    private int _started;

    /// <param name="named">Told when it begins and ends.</param>
    /// <param name="byPattern">The session's subscription to the same channel by a pattern, if it has one.</param>
    public ChannelSubscription(
        ChannelId channel, ChannelTerms terms, ConnectionId connection, Sessions.IClientSink sink, RoomFeeds feeds, NamedChannels named,
        Func<WildcardSubscription?> byPattern)
    {
        Channel = channel;
        Terms = terms;
        (_sink, _named, _byPattern) = (sink, named, byPattern);
        _delivery = new ChannelDelivery(connection, sink, feeds.PolicyOf(channel.Room));
        _subscription = feeds.Open(channel.Room, this);
    }

    public ChannelId Channel { get; }

    /// <summary>What the client wants of it.</summary>
    public ChannelTerms Terms { get; }

    /// <summary>The client named a place from which it wants everything, whatever a pattern has brought it.</summary>
    public bool IsFromPlace { get; init; }

    public void SetStart(Epoch epoch, long position, long head) => _from = (epoch, position, head);

    /// <summary>Begins delivery from where <see cref="SetStart"/> said; a second call does nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _subscription.Start(_from.Epoch, _from.Position, _from.Head);
    }

    /// <summary>Ends delivery; completes when nothing more can arrive.</summary>
    public async Task EndAsync()
    {
        await _subscription.EndAsync();
        _delivery.End();
        _delivery.Flush();
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _delivery.End();
    }

    public long OnAttached(Epoch epoch)
    {
        _named.Begin(Channel);
        return IsFromPlace ? 0 : _byPattern()?.HeardOf(epoch) ?? 0;
    }

    public void OnDetached() => _named.End(Channel);

    public void OnEvents(FeedBatch batch) => _delivery.Send(batch, Terms.Filter, Terms.Echo);

    public void OnSignal(FeedSignal signal) => _delivery.Send(signal, Terms.Filter, Terms.Echo);

    public void OnReset(FeedReset reset) => _delivery.Send(reset);

    public void OnFailed() => _sink.Fail();

    public ValueTask ReadyForReplayAsync() => _sink.ReadyForReplayAsync();

    public void OnReplayEnded() => _sink.ReplayEnded();
}
