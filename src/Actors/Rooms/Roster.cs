using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Rooms;

/// <summary>
/// Who is here, as presence tells the room. Soft state: it is never logged, and lives as long as the
/// room is active. Changes of one turn go out as one diff.
/// </summary>
internal sealed class Roster
{
    private readonly Dictionary<UserId, UserStatus> _here = [];
    private readonly Dictionary<UserId, UserStatus> _changed = [];
    private long _version;

    public bool IsEmpty => _here.Count == 0;

    public int Count => _here.Count;

    public void Set(UserId user, UserStatus status)
    {
        if (status.Availability == Availability.Offline)
        {
            if (!_here.Remove(user))
                return;
        }
        else if (_here.TryGetValue(user, out UserStatus? known) && known == status)
        {
            return;
        }
        else
        {
            _here[user] = status;
        }

        _changed[user] = status;
    }

    public RosterSnapshot Snapshot()
    {
        // Changes not yet announced are in the snapshot and will come again in the next diff, which
        // sets them to what they are: harmless.
        return new RosterSnapshot(_version, [.. _here.Select(one => new RosterEntry(one.Key, one.Value))]);
    }

    public PresenceChanged? TakeChanges()
    {
        if (_changed.Count == 0)
            return null;

        ImmutableArray<RosterEntry> changes = [.. _changed.Select(one => new RosterEntry(one.Key, one.Value))];
        _changed.Clear();
        return new PresenceChanged(++_version, changes);
    }
}
