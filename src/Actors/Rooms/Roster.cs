using System.Collections.Immutable;
using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Rooms;

/// <summary>
/// Who is here, as presence tells the room. Soft state: it is never logged, and lives as long as the
/// room is active.
/// <para>
/// Changes <b>gather</b>: after a word to the listeners nothing more is told for <see cref="Pace"/>, and then all of it at once. Where many
/// come together each of them would else be told of each other one by one.
/// </para>
/// <para>
/// A roster above its size is <b>counted</b>: nobody reads so many names, and a diff of theirs goes to each of so many listeners. From then on they
/// hear how many there are. It is named again, from a whole that replaces the count, only well below that size, so that one who comes and goes
/// there does not have the whole told each time.
/// </para>
/// <para>
/// After a take-over it is <b>rebuilt</b>: for a while what is announced is only gathered, and then the whole goes out at once, in
/// place of what listeners had. So nobody is announced a second time, and who left meanwhile does not stay.
/// </para>
/// </summary>
/// <param name="version">The version to continue from.</param>
/// <param name="rebuildsUntil">Null when listeners know nothing of this room yet.</param>
/// <param name="maxNamed">Above it the roster is counted; 0: never.</param>
internal sealed class Roster(long version = 0, DateTimeOffset? rebuildsUntil = null, int maxNamed = 0)
{
    /// <summary>docs/protocol.md, section 4: one word about presence in that time at most.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Dictionary<UserId, Entry> _here = [];
    private CompactMap<UserId, UserStatus> _changed;
    private DateTimeOffset _toldAt;
    private bool _isCounted;

    /// <summary>Somebody has come or gone since the last word: who asked in between may have been given another number than was told.</summary>
    private bool _countChanged;

    public bool IsEmpty => _here.Count == 0;

    public int Count => _here.Count;

    public long Version { get; private set; } = version;

    /// <summary>When <see cref="TakeRebuilt"/> is due; null when nothing is rebuilt.</summary>
    public DateTimeOffset? RebuildsUntil { get; private set; } = rebuildsUntil;

    /// <summary>When <see cref="TakeChanges"/> is due, perhaps in the past; null when nothing has changed.</summary>
    public DateTimeOffset? ChangesDue => _changed.Count == 0 || RebuildsUntil is not null ? null : _toldAt + Pace;

    /// <summary>The term in which the user was announced last; 0 for one who is not here.</summary>
    public long TermOf(UserId user) => _here.TryGetValue(user, out Entry entry) ? entry.Term : 0;

    /// <param name="term">That of the user's presence, in which it was announced.</param>
    public void Set(UserId user, UserStatus status, long term = 0)
    {
        if (status.Availability == Availability.Offline)
        {
            if (!_here.Remove(user))
                return;

            _countChanged = true;
            _changed.Set(user, status);
            return;
        }

        bool wasHere = _here.TryGetValue(user, out Entry known);
        _here[user] = new Entry(status, term);
        _countChanged |= !wasHere;

        // At once, and not when it is told: whoever comes meanwhile is not given all the names either.
        _isCounted |= maxNamed > 0 && _here.Count > maxNamed;
        if (!wasHere || known.Status != status)
            _changed.Set(user, status);
    }

    /// <summary>Takes out everybody whom <paramref name="isOver"/> says to be gone, by the term they were announced in.</summary>
    public void RemoveWhere(Func<UserId, long, bool> isOver)
    {
        foreach (UserId user in _here.Where(one => isOver(one.Key, one.Value.Term)).Select(static one => one.Key).ToArray())
            Set(user, UserStatus.Offline);
    }

    /// <summary>What who comes now is told.</summary>
    public RosterSnapshot Snapshot()
    {
        // Changes not yet announced are in the snapshot and will come again in the next diff, which
        // sets them to what they are: harmless.
        return _isCounted ? new RosterSnapshot(Version, []) { Count = Count } : Whole();
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

    public RosterNews? TakeRebuilt(DateTimeOffset now)
    {
        if (RebuildsUntil is null || now < RebuildsUntil)
            return null;

        RebuildsUntil = null;
        _changed = default;
        (_countChanged, _toldAt) = (false, now);
        _isCounted &= !IsSmallAgain;
        Version++;
        var whole = new PresenceReplaced(Whole());
        return new RosterNews(_isCounted ? new PresenceReplaced(Snapshot()) : whole, whole);
    }

    public RosterNews? TakeChanges(DateTimeOffset now)
    {
        if (ChangesDue is not { } due || now < due)
            return null;

        ImmutableArray<RosterEntry> changes = [.. _changed.Pairs.Select(static one => new RosterEntry(one.Key, one.Value))];
        _changed = default;
        (bool countChanged, _countChanged, _toldAt) = (_countChanged, false, now);

        EphemeralEvent? told = null;
        if (!_isCounted)
        {
            told = new PresenceChanged(++Version, changes);
        }
        else if (IsSmallAgain)
        {
            _isCounted = false;
            Version++;
            told = new PresenceReplaced(Whole());
        }
        else if (countChanged)
        {
            told = new PresenceCounted(++Version, Count);
        }

        return new RosterNews(told, new PresenceChanged(Version, changes));
    }

    private bool IsSmallAgain => _here.Count * 10L < maxNamed * 9L;

    private RosterSnapshot Whole() => new(Version, [.. _here.Select(static one => new RosterEntry(one.Key, one.Value.Status))]);

    private readonly record struct Entry(UserStatus Status, long Term);
}
