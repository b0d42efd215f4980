using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>
/// The way from a subscription to its client where a delivery policy lets messages be left out. As long as the connection keeps up, everything
/// goes straight on. While it is behind, messages are held, and what the policy drops is counted; as soon as there is room again they
/// leave, each gap announced by a <see cref="FeedSkip"/>. What is no message is never left out, and stays in its place.
/// </summary>
internal sealed class PacedDelivery(IClientSink sink, DeliveryPolicy policy)
{
    private readonly Lock _gate = new();
    private DeliveryPolicy _policy = policy;

    /// <summary>Null while the connection keeps up.</summary>
    private HeldMessages? _held;

    /// <summary>Somebody waits for the connection to have room, and will see to what is held then.</summary>
    private bool _waits;
    private volatile bool _ended;

    /// <summary>From now on that policy. What is held leaves at once.</summary>
    public void Change(DeliveryPolicy policy)
    {
        lock (_gate)
        {
            if (policy == _policy)
                return;

            LetGo();
            _policy = policy;
        }
    }

    public void Send(FeedBatch batch)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            if (KeepsUp())
            {
                sink.Send(batch);
                return;
            }

            for (int i = 0; i < batch.Events.Length; i++)
            {
                FeedBatch single = batch.Alone(i);
                RoomEvent e = single.Events[0];
                Hold(new HeldMessage(single, single.Key, _policy.IntervalOf(e.Timestamp), e.Weight));
            }
        }
    }

    public void Send(FeedSignal signal)
    {
        lock (_gate)
        {
            // Of all signals only messages have an order with others; what tells who types is soon out of date.
            if (_ended)
                return;
            if (signal.Event is not ChannelMessage message || KeepsUp())
                sink.Send(signal);
            else
                Hold(new HeldMessage(signal, signal.Key, _policy.IntervalOf(message.Timestamp), message.Weight));
        }
    }

    public void Send(FeedReset reset)
    {
        lock (_gate)
        {
            LetGo();
            sink.Send(reset);
        }
    }

    /// <summary>What is held leaves now, whether the connection has room or not.</summary>
    public void Flush()
    {
        lock (_gate)
            LetGo();
    }

    /// <summary>
    /// Nothing more begins to leave, also not of what is held; what is under way has left after a <see cref="Flush"/>. Takes no lock, since it is
    /// called under others.
    /// </summary>
    public void End() => _ended = true;

    /// <summary>Under the gate. False: what comes has to be held.</summary>
    private bool KeepsUp()
    {
        if (_held is not null)
            return false;
        if (_policy.IsReliable || !sink.IsBehind)
            return true;

        _held = new HeldMessages(_policy);
        if (!_waits)
            _ = FlushWhenReadyAsync();

        // There may have been room after all, a moment after the look.
        return _held is null;
    }

    private void Hold(HeldMessage message)
    {
        // The message before may have been too much, and have let everything go.
        _held ??= new HeldMessages(_policy);
        _held.Add(message);
        if (_held.IsOverfull)
            LetGo();
    }

    private async Task FlushWhenReadyAsync()
    {
        _waits = true;
        try
        {
            await sink.ReadyForReplayAsync();
            try
            {
                lock (_gate)
                {
                    _waits = false;
                    LetGo();
                }
            }
            finally
            {
                sink.ReplayEnded();
            }
        }
        catch (Exception)
        {
            // A bug in the sink: what was held may be lost, and a client that comes back gets it again.
            sink.Fail();
        }
    }

    private void LetGo()
    {
        IReadOnlyList<HeldMessage> held = _held?.TakeAll() ?? [];
        _held = null;
        foreach (HeldMessage message in held)
        {
            if (_ended)
                return;
            if (message.SkippedBefore > 0)
                sink.Send(new FeedSkip(RoomOf(message), message.SkippedBefore));
            if (message.What is FeedBatch batch)
                sink.Send(batch);
            else
                sink.Send((FeedSignal)message.What);
        }
    }

    private static RoomId RoomOf(HeldMessage message) => message.What is FeedBatch batch ? batch.Room : ((FeedSignal)message.What).Room;
}
