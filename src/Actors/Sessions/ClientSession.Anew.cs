using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>
/// A room whose log goes on elsewhere than where this connection was: under another epoch, or with entries gone that nobody here has seen.
/// That the user is out may have been among them; the room of that name may even be another one. So the room is asked again, as at a resume,
/// before anything more of it is delivered.
/// </summary>
public sealed partial class ClientSession
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers of another epoch: for longer than an owner that has lost its room can go without knowing it.</summary>
    private const int MaxLate = 25;

    /// <summary>Called in the feed's turn. The subscription delivers nothing more.</summary>
    internal void OnReset(RoomSubscription before, FeedReset reset) => _ = EnterAnewAsync(before, reset);

    private async Task EnterAnewAsync(RoomSubscription before, FeedReset reset)
    {
        // Listen first, as in every join.
        var anew = new RoomSubscription(before.Room, before.Echo, this, _sink, _context.Feeds);
        before.Dispose();
        switch (await AskWhetherMemberAsync(before, reset.Epoch))
        {
            case RoomReply.Joined joined when TryGoOn(before, anew, joined, reset):
                anew.Start();
                return;
            case RoomReply.Refused:
                // Nothing that the client was sent says so. Coming back, it is told room by room.
                anew.Dispose();
                OnDeparted(before);
                _sink.Fail();
                return;
            default:
                anew.Dispose();
                return;
        }
    }

    /// <returns>The room's answer; null when the connection has ended, or gone on with the room by itself.</returns>
    private async Task<RoomReply?> AskWhetherMemberAsync(RoomSubscription before, Epoch epoch)
    {
        int late = 0;
        while (IsCurrent(before))
        {
            RoomReply reply = await _context.Router.AskAsync(before.Room, new JoinRoom
            {
                By = User, Request = Named(request: null), Origin = Connection, As = _roomRole, MayCreate = false, OnlyMembers = true,
            });
            if (reply is RoomReply.Refused)
                return reply;

            if (reply is RoomReply.Joined joined)
            {
                // Of another epoch: from an owner that does not know yet that the room is another's, or after one more change.
                bool isKnown = joined.Epoch != epoch && joined.Epoch == before.Epoch;
                late++;
                if (joined.Epoch == epoch || (late >= MaxLate && !isKnown))
                    return reply;
                if (late >= MaxLate)
                    _sink.Fail();
            }

            var pause = new Pause();
            _context.Wheel.Schedule(pause, AskAgainAfter);
            await pause.Over;
        }

        return null;
    }

    private bool IsCurrent(RoomSubscription subscription)
    {
        lock (_gate)
            return !_closed && _rooms.TryGetValue(subscription.Room, out RoomSubscription? current) && current == subscription;
    }

    /// <summary>Tells the client under the gate: a join that takes this one's place is answered after it, or is there already.</summary>
    private bool TryGoOn(RoomSubscription before, RoomSubscription anew, RoomReply.Joined joined, FeedReset reset)
    {
        // The owner may not know yet how far the log was trimmed.
        long position = joined.Epoch == reset.Epoch ? Math.Max(reset.Position, joined.FirstSeq - 1) : joined.FirstSeq - 1;
        lock (_gate)
        {
            if (!IsCurrent(before))
                return false;

            _rooms.Set(anew.Room, anew);
            anew.SetStart(joined.Epoch, position, Math.Max(position, joined.Seq), joined.Delivery);
            _sink.Send(new FeedReset(anew.Room, joined.Epoch, position, position + 1, joined.Seq));
            return true;
        }
    }
}
