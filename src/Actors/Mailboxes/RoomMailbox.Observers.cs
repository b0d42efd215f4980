using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>What others hear of the room on this node. Without any of them it costs a look at an empty array.</summary>
internal sealed partial class RoomMailbox
{
    // A channel is none of theirs: it has no members who come and go.
    private bool IsObserved => !_context.Observers.IsEmpty && !ChannelId.IsHostedBy(Room);

    private void TellLoaded() => Observe(observer => observer.OnLoaded(_writer, _state.Epoch, _committedSeq));

    private void TellCommitted(RoomState after, ImmutableArray<RoomEvent> events) =>
        Observe(observer => observer.OnCommitted(_writer, after.Epoch, events));

    private void TellPresence(EphemeralEvent news) =>
        Observe(observer => observer.OnPresence(_writer, news, _roster.Count, _committedSeq, _now));

    private void TellClosed() => Observe(observer => observer.OnClosed(_writer));

    // Theirs is not the room's trouble.
    private void Observe(Action<IRoomObserver> tell)
    {
        foreach (IRoomObserver observer in _context.Observers)
        {
            try
            {
                tell(observer);
            }
            catch (Exception e)
            {
                LogObserverFailed(_context.Logger, e, Room, observer.GetType().Name);
            }
        }
    }
}
