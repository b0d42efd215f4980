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
/// <param name="term">The term of the user's presence now; 0 once that is another node's to tell.</param>
internal sealed class RosterAnnouncer(
    UserId user, RoomId room, Func<long> term, RoomRouter router, TimingWheel wheel, Action<RosterAnnouncer> heard) : WheelEntry
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private UserStatus? _newest;
    private long _word;
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

    /// <summary>Sets what the room has to hear.</summary>
    /// <returns>Whether <see cref="Start"/> has to be called: not when it is at work already.</returns>
    public bool Set(UserStatus status)
    {
        lock (_gate)
        {
            // Counted, since a room that has forgotten it must be told the same again.
            (_newest, _word) = (status, _word + 1);
            (bool wasBusy, _busy) = (_busy, true);
            return !wasBusy;
        }
    }

    /// <summary>To be called without a lock: the room may answer on this stack.</summary>
    public void Start() => _ = TellAsync();

    protected internal override void OnDue() => Start();

    private async Task<bool> TryTellAsync(UserStatus status, long now)
    {
        try
        {
            return await router.AskAsync(room, new UpdateRoster { By = user, Request = default, Status = status, Term = now }) is RoomReply.Done;
        }
        catch (Exception)
        {
            // Whatever it was, the room has not heard it, and would never.
            return false;
        }
    }

    private async Task TellAsync()
    {
        while (term() is > 0 and var now)
        {
            UserStatus told;
            long word;
            lock (_gate)
                (told, word) = (_newest!, _word);

            bool isTold = await TryTellAsync(told, now);
            if (!isTold)
            {
                if (term() > 0)
                    wheel.Schedule(this, RetryDelay);
                return;
            }

            lock (_gate)
            {
                if (_word != word)
                    continue;

                _busy = false;
            }

            heard(this);
            return;
        }
    }
}
