using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>One channel that a session listens to because a pattern of it matches.</summary>
internal sealed class WildcardSubscription : IFeedListener
{
    private readonly ChannelId _channel;
    private readonly WildcardListener _listener;
    private readonly ChannelDelivery _delivery;

    /// <summary>Boxed, so that a turn sees one or the other as a whole.</summary>
    private volatile Wanted _terms;

    // Touched only in the feed's turn.
    private (Epoch Epoch, long Seq) _heard;

    public WildcardSubscription(ChannelId channel, ChannelTerms terms, WildcardListener listener, DeliveryPolicy policy)
    {
        _channel = channel;
        _listener = listener;
        _terms = new Wanted(terms);
        _delivery = new ChannelDelivery(listener.Connection, listener.Sink, policy);
        Member = new FeedMember(this);
    }

    public FeedMember Member { get; }

    public WildcardListener Listener => _listener;

    public void Change(ChannelTerms terms) => _terms = new Wanted(terms);

    /// <summary>The seq up to which the client has been given everything of that epoch. To be asked in the feed's turn.</summary>
    /// <returns>0 for nothing; also where only some of it passes: what another subscription wants may have been left out.</returns>
    public long HeardOf(Epoch epoch) => _heard.Epoch == epoch ? _heard.Seq : 0;

    public void OnEvents(FeedBatch batch)
    {
        ChannelTerms terms = _terms.Value;
        if (_listener.HearsByName(_channel))
            return;

        _delivery.Send(batch, terms.Filter, terms.Echo);
        _heard = terms is { Filter: null, Echo: true } ? (batch.Epoch, batch.LastSeq) : default;
    }

    public void OnSignal(FeedSignal signal)
    {
        ChannelTerms terms = _terms.Value;
        if (!_listener.HearsByName(_channel))
            _delivery.Send(signal, terms.Filter, terms.Echo);
    }

    public void OnReset(FeedReset reset)
    {
        if (!_listener.HearsByName(_channel))
            _delivery.Send(reset);
    }

    /// <summary>To be called when it has left its feed: nothing more arrives after this.</summary>
    public void End()
    {
        _delivery.End();
        _delivery.Flush();
    }

    public void OnFailed() => _listener.Sink.Fail();

    public ValueTask ReadyForReplayAsync() => _listener.Sink.ReadyForReplayAsync();

    public void OnReplayEnded() => _listener.Sink.ReplayEnded();

    private sealed record Wanted(ChannelTerms Value);
}
