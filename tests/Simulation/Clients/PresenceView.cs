using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Clients;

/// <summary>
/// Who is in a room, or how many, from a snapshot and the diffs and counts that follow it. A diff that does not continue the version known makes
/// it ask again; so does a snapshot that is older than a diff seen since it was asked for, because
/// answers and diffs come by different ways and may overtake each other.
/// </summary>
internal sealed class PresenceView
{
    private readonly Dictionary<UserId, UserStatus> _users = [];
    private long _newestDiff;

    public IReadOnlyDictionary<UserId, UserStatus> Users => _users;

    /// <summary>How many are here, where nobody is named.</summary>
    public int? Counted { get; private set; }

    public long? Version { get; private set; }

    /// <summary>When what is known now was asked for.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    public bool IsAsking { get; private set; }

    public void Asking(DateTimeOffset now)
    {
        (IsAsking, AskedAt, _newestDiff) = (true, now, 0);
    }

    public void AskFailed() => IsAsking = false;

    /// <summary>The room does not tell this user any more.</summary>
    public void Refused() => (IsAsking, Version) = (false, null);

    /// <returns>Whether to ask again.</returns>
    public bool Take(RosterSnapshot snapshot)
    {
        IsAsking = false;
        if (snapshot.Version < _newestDiff)
            return true;

        Version = snapshot.Version;
        Counted = snapshot.IsCounted ? snapshot.Count : null;
        _users.Clear();
        foreach (RosterEntry entry in snapshot.Users)
            _users[entry.User] = entry.Status;
        return false;
    }

    /// <summary>What the room's new owner knows replaces all that was known. An answer under way that is older will be asked for again.</summary>
    public void Take(PresenceReplaced replaced)
    {
        bool wasAsking = IsAsking;
        _newestDiff = Math.Max(_newestDiff, replaced.Roster.Version);
        Take(replaced.Roster);
        IsAsking = wasAsking;
    }

    /// <summary>Nothing is missing where one before it was missed. Where the room tells nothing any more, or an answer is under way, it tells nothing either.</summary>
    public void Take(PresenceCounted told)
    {
        _newestDiff = Math.Max(_newestDiff, told.Version);
        if (IsAsking || Version is null || told.Version <= Version)
            return;

        (Version, Counted) = (told.Version, told.Count);
        _users.Clear();
    }

    /// <returns>Whether to ask again.</returns>
    public bool Take(PresenceChanged diff)
    {
        _newestDiff = Math.Max(_newestDiff, diff.Version);
        if (IsAsking)
            return false;
        if (diff.Version != Version + 1)
            return true;

        Version = diff.Version;
        foreach (RosterEntry entry in diff.Changes)
        {
            if (entry.Status.Availability == Availability.Offline)
                _users.Remove(entry.User);
            else
                _users[entry.User] = entry.Status;
        }

        return false;
    }
}
