using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>
/// One room that a session listens to: between the room's feed and the client. It ends by itself when the user gives up
/// membership, on whichever connection: who is no longer a member hears nothing more, on any.
/// </summary>
internal sealed class RoomSubscription : IFeedListener, IDisposable
{
    private readonly ClientSession _session;
    private readonly IClientSink _sink;
    private readonly Subscription _subscription;
    private (Epoch Epoch, long Position, long Head) _from;
    private int _started;

    /// <summary>Null in a room where nothing was ever left out. Set before delivery begins, then in the feed's turn.</summary>
    private volatile PacedDelivery? _paced;

    /// <summary>Nothing more by this one. Touched only in the feed's turn.</summary>
    private bool _departed;

    public RoomSubscription(RoomId room, bool echo, ClientSession session, IClientSink sink, RoomFeeds feeds)
    {
        Room = room;
        Echo = echo;
        _session = session;
        _sink = sink;
        _subscription = feeds.Open(room, this);
    }

    public RoomId Room { get; }

    /// <summary>Whether the client wants to be sent its own messages.</summary>
    public bool Echo { get; }

    /// <summary>The epoch in which it began.</summary>
    public Epoch Epoch => _from.Epoch;

    public void SetStart(Epoch epoch, long position, long head, DeliveryPolicy policy)
    {
        _from = (epoch, position, head);
        Pace(policy);
    }

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
        _paced?.End();
        _paced?.Flush();
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _paced?.End();
    }

    public void OnEvents(FeedBatch batch)
    {
        if (_departed)
            return;

        RoomEvent? departure = batch.HasDepartures ? batch.Events.FirstOrDefault(IsOwnDeparture) : null;
        Send(departure is null ? batch : batch.UpTo(departure.Seq));

        // Not one that a replay tells of: the join knew better.
        if (batch.Updated is { } updated && updated.Seq > _from.Head)
            Pace(new DeliveryPolicy(updated.Settings.Delivery, updated.Settings.SampleInterval));
        if (departure is null)
            return;

        // What is held may be the departure itself, and nothing leaves after it.
        _departed = true;
        _paced?.Flush();
        _session.OnDeparted(this);
    }

    public void OnSignal(FeedSignal signal)
    {
        if (!_departed && (signal.Event is not Signalled { To: var to } || to == _session.User))
            _sink.Send(signal);
    }

    public void OnReset(FeedReset reset)
    {
        if (_departed)
            return;

        // Among what is gone may be that the user is out, and positions from before say nothing about what follows.
        _departed = true;
        _paced?.Flush();
        _session.OnReset(this, reset);
    }

    public void OnFailed() => _sink.Fail();

    public ValueTask ReadyForReplayAsync() => _sink.ReadyForReplayAsync();

    public void OnReplayEnded() => _sink.ReplayEnded();

    private void Send(FeedBatch batch)
    {
        if (Echo || !batch.Events.Any(IsOwn))
            Deliver(batch);
        else
            SendOthers(batch);
    }

    private void SendOthers(FeedBatch batch)
    {
        for (int i = 0; i < batch.Events.Length; i++)
        {
            if (!IsOwn(batch.Events[i]))
                Deliver(batch.Alone(i));
        }
    }

    private void Deliver(FeedBatch batch)
    {
        if (_paced is null)
            _sink.Send(batch);
        else
            _paced.Send(batch);
    }

    private void Pace(DeliveryPolicy policy)
    {
        if (_paced is not null)
            _paced.Change(policy);
        else if (!policy.IsReliable)
            _paced = new PacedDelivery(_sink, policy);
    }

    private bool IsOwn(RoomEvent e) => e is MessagePublished && e.Origin == _session.Connection;

    /// <summary>Not one that a replay tells of: the join came after it.</summary>
    private bool IsOwnDeparture(RoomEvent e) => e.Removes(_session.User) && e.Seq > _from.Head;
}
