using System.Collections.Immutable;
using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Rooms;

/// <summary>
/// Who is here, as presence tells the room. Soft state: it is never logged, and lives as long as the
/// room is active. Changes of one turn go out as one diff.
/// <para>
/// After a take-over it is <b>rebuilt</b>: for a while what is announced is only gathered, and then the whole goes out at once, in
/// place of what listeners had. So nobody is announced a second time, and who left meanwhile does not stay.
/// </para>
/// </summary>
/// <param name="version">The version to continue from.</param>
/// <param name="rebuildsUntil">Null when listeners know nothing of this room yet.</param>
internal sealed class Roster(long version = 0, DateTimeOffset? rebuildsUntil = null)
{
    private readonly Dictionary<UserId, Entry> _here = [];
    private CompactMap<UserId, UserStatus> _changed;

    public bool IsEmpty => _here.Count == 0;

    public int Count => _here.Count;

    public long Version { get; private set; } = version;

    /// <summary>When <see cref="TakeRebuilt"/> is due; null when nothing is rebuilt.</summary>
    public DateTimeOffset? RebuildsUntil { get; private set; } = rebuildsUntil;

    /// <summary>The term in which the user was announced last; 0 for one who is not here.</summary>
    public long TermOf(UserId user) => _here.TryGetValue(user, out Entry entry) ? entry.Term : 0;

    /// <param name="term">That of the user's presence, in which it was announced.</param>
    public void Set(UserId user, UserStatus status, long term = 0)
    {
        if (status.Availability == Availability.Offline)
        {
            if (_here.Remove(user))
                _changed.Set(user, status);
            return;
        }

        bool isKnown = _here.TryGetValue(user, out Entry known) && known.Status == status;
        _here[user] = new Entry(status, term);
        if (!isKnown)
            _changed.Set(user, status);
    }

    /// <summary>Takes out everybody whom <paramref name="isOver"/> says to be gone, by the term they were announced in.</summary>
    public void RemoveWhere(Func<UserId, long, bool> isOver)
    {
        foreach (UserId user in _here.Where(one => isOver(one.Key, one.Value.Term)).Select(static one => one.Key).ToArray())
            Set(user, UserStatus.Offline);
    }

    public RosterSnapshot Snapshot()
    {
        // Changes not yet announced are in the snapshot and will come again in the next diff, which
        // sets them to what they are: harmless.
        return new RosterSnapshot(Version, [.. _here.Select(static one => new RosterEntry(one.Key, one.Value.Status))]);
    }

    /// <summary>The room does not exist yet: nobody can have been here under another owner.</summary>
    public void NeedsNoRebuilding() => RebuildsUntil = null;

    /// <summary>
    /// Nothing, unless listeners know of a later version: then they know people from an owner that was lost with all that tells of it,
    /// and the roster is rebuilt above what they know.
    /// </summary>
    public void Outdo(long heard, DateTimeOffset rebuildsUntil)
    {
        if (heard <= Version)
            return;

        Version = heard;
        RebuildsUntil ??= rebuildsUntil;
    }

    public PresenceReplaced? TakeRebuilt(DateTimeOffset now)
    {
        if (RebuildsUntil is null || now < RebuildsUntil)
            return null;

        RebuildsUntil = null;
        _changed = default;
        Version++;
        return new PresenceReplaced(Snapshot());
    }

    public PresenceChanged? TakeChanges()
    {
        if (_changed.Count == 0 || RebuildsUntil is not null)
            return null;

        ImmutableArray<RosterEntry> changes = [.. _changed.Pairs.Select(static one => new RosterEntry(one.Key, one.Value))];
        _changed = default;
        return new PresenceChanged(++Version, changes);
    }

    private readonly record struct Entry(UserStatus Status, long Term);
}
