using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>One channel that a session listens to by its name: between the channel's feed and the client.</summary>
internal sealed class ChannelSubscription : IFeedListener, IDisposable
{
    private readonly Subscription _subscription;
    private readonly ChannelDelivery _delivery;
    private readonly Sessions.IClientSink _sink;
    private (Epoch Epoch, long Position, long Head) _from;
    private int _started;

    public ChannelSubscription(ChannelId channel, ChannelTerms terms, ConnectionId connection, Sessions.IClientSink sink, RoomFeeds feeds)
    {
        Channel = channel;
        Terms = terms;
        _sink = sink;
        _delivery = new ChannelDelivery(connection, sink, feeds.PolicyOf(channel.Room));
        _subscription = feeds.Open(channel.Room, this);
    }

    public ChannelId Channel { get; }

    /// <summary>What the client wants of it.</summary>
    public ChannelTerms Terms { get; }

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

    public void OnEvents(FeedBatch batch) => _delivery.Send(batch, Terms.Filter, Terms.Echo);

    public void OnSignal(FeedSignal signal) => _delivery.Send(signal, Terms.Filter, Terms.Echo);

    public void OnReset(FeedReset reset) => _delivery.Send(reset);

    public void OnFailed() => _sink.Fail();

    public ValueTask ReadyForReplayAsync() => _sink.ReadyForReplayAsync();

    public void OnReplayEnded() => _sink.ReplayEnded();
}
