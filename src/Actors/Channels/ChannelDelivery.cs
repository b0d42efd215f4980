using System.Collections.Immutable;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Channels;

/// <summary>What a session gets of one channel: what its filter lets pass, without its own messages if it does not want those, and paced as the channel is.</summary>
internal sealed class ChannelDelivery(ConnectionId connection, IClientSink sink, DeliveryPolicy policy)
{
    private readonly PacedDelivery? _paced = policy.IsReliable ? null : new PacedDelivery(sink, policy);

    public void Send(FeedBatch batch, ChannelFilter? filter, bool echo)
    {
        FeedBatch? wanted = filter is null ? batch : batch.Matching(filter);
        if (wanted is null)
            return;

        if (echo || !wanted.Events.Any(IsOwn))
            Send(wanted);
        else
            SendOthers(wanted);
    }

    public void Send(FeedSignal signal, ChannelFilter? filter, bool echo)
    {
        if (signal.Event is not ChannelMessage message || (filter is not null && !signal.Matches(filter)) || (!echo && message.Origin == connection))
            return;

        if (_paced is null)
            sink.Send(signal);
        else
            _paced.Send(signal);
    }

    public void Send(FeedReset reset)
    {
        if (_paced is null)
            sink.Send(reset);
        else
            _paced.Send(reset);
    }

    /// <summary>Nothing more begins to leave.</summary>
    public void End() => _paced?.End();

    /// <summary>What is under way has left.</summary>
    public void Flush() => _paced?.Flush();

    private void SendOthers(FeedBatch batch)
    {
        for (int i = 0; i < batch.Events.Length; i++)
        {
            if (!IsOwn(batch.Events[i]))
                Send(batch.Alone(i));
        }
    }

    private void Send(FeedBatch batch)
    {
        if (_paced is null)
            sink.Send(batch);
        else
            _paced.Send(batch);
    }

    private bool IsOwn(RoomEvent e) => e is MessagePublished && e.Origin == connection;
}
