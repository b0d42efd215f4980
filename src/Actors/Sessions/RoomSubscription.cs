using System.Collections.Immutable;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>One room that a session listens to: between the room's feed and the client.</summary>
internal sealed class RoomSubscription : IFeedListener, IDisposable
{
    private readonly ConnectionId _connection;
    private readonly IClientSink _sink;
    private readonly Subscription _subscription;
    private (Epoch Epoch, long Position, long Head) _from;
    private int _started;

    public RoomSubscription(RoomId room, bool echo, ConnectionId connection, IClientSink sink, RoomFeeds feeds)
    {
        Room = room;
        Echo = echo;
        _connection = connection;
        _sink = sink;
        _subscription = feeds.Open(room, this);
    }

    public RoomId Room { get; }

    /// <summary>Whether the client wants to be sent its own messages.</summary>
    public bool Echo { get; }

    public void SetStart(Epoch epoch, long position, long head) => _from = (epoch, position, head);

    /// <summary>Begins delivery from where <see cref="SetStart"/> said; a second call does nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _subscription.Start(_from.Epoch, _from.Position, _from.Head);
    }

    /// <summary>Ends delivery; completes when nothing more can arrive.</summary>
    public Task EndAsync() => _subscription.EndAsync();

    public void Dispose() => _subscription.Dispose();

    public void OnEvents(FeedBatch batch)
    {
        if (Echo || !batch.Events.Any(IsOwn))
            _sink.Send(batch);
        else
            SendOthers(batch);
    }

    public void OnSignal(FeedSignal signal) => _sink.Send(signal);

    public void OnReset(FeedReset reset) => _sink.Send(reset);

    public ValueTask ReadyForReplayAsync() => _sink.ReadyForReplayAsync();

    public void OnReplayEnded() => _sink.ReplayEnded();

    private bool IsOwn(RoomEvent e) => e is MessagePublished && e.Origin == _connection;

    private void SendOthers(FeedBatch batch)
    {
        foreach (RoomEvent e in batch.Events)
        {
            if (!IsOwn(e))
                _sink.Send(new FeedBatch(batch.Room, batch.Epoch, ImmutableArray.Create(e)));
        }
    }
}
