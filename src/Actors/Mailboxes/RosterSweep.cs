using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// After the owners of users' presences have changed, looks when they have had their time whether they have announced everybody again.
/// Each change has its look, and one look serves all that are due.
/// </summary>
internal sealed class RosterSweep(RoomHost rooms, PresenceTerms presences, TimingWheel wheel) : WheelEntry
{
    private readonly Lock _gate = new();
    private bool _isDue;

    public void Note(ShardMap before, ShardMap now)
    {
        if (!presences.Note(before, now))
            return;

        lock (_gate)
        {
            if (_isDue)
                return;

            _isDue = true;
            wheel.Schedule(this, presences.Confirm);
        }
    }

    protected internal override void OnDue()
    {
        lock (_gate)
        {
            TimeSpan? next = presences.NextOver();
            _isDue = next is not null;
            if (next is { } wait)
                wheel.Schedule(this, wait);
        }

        rooms.SweepRosters();
    }
}
