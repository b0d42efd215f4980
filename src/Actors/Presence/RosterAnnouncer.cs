using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Tells one room of one user's presence until the room has heard it: a room whose log is away, or that has too much
/// to do, would otherwise keep a wrong roster for as long as the user stays. Only the newest word counts, and one
/// is under way at a time, so that a room never hears an older one after a newer.
/// </summary>
internal sealed class RosterAnnouncer(UserId user, RoomId room, RoomRouter router, TimingWheel wheel, Action<RosterAnnouncer> heard)
    : WheelEntry
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private UserStatus? _newest;
    private bool _busy;

    public RoomId Room => room;

    /// <summary>Whether the room has heard everything.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return !_busy;
        }
    }

    public void Announce(UserStatus status)
    {
        lock (_gate)
        {
            _newest = status;
            if (_busy)
                return;

            _busy = true;
        }

        _ = TellAsync();
    }

    protected internal override void OnDue() => _ = TellAsync();

    private async Task TellAsync()
    {
        while (true)
        {
            UserStatus told;
            lock (_gate)
                told = _newest!;

            RoomReply reply = await router.AskAsync(room, new UpdateRoster { By = user, Request = default, Status = told });
            if (reply is not RoomReply.Done)
            {
                wheel.Schedule(this, RetryDelay);
                return;
            }

            lock (_gate)
            {
                if (!ReferenceEquals(_newest, told))
                    continue;

                _busy = false;
            }

            heard(this);
            return;
        }
    }
}
