using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>When users could be seen last, in this process's memory.</summary>
/// <param name="maxUsers">Where there are more, those that were seen longest ago are forgotten. Some 200 bytes each.</param>
public sealed class InMemoryLastSeen(int maxUsers = 100_000) : ILastSeen
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, long> _seen = [];
    private readonly SortedSet<(long At, string User)> _byTime = new(ByTime.Instance);

    public ValueTask NoteAsync(ImmutableArray<Sighting> seen, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (Sighting one in seen)
                Note(one.User, one.At.ToUnixTimeMilliseconds());
            while (_byTime.Count > maxUsers || (_byTime.Count > 0 && _byTime.Min.At < _byTime.Max.At - (long)ILastSeen.Kept.TotalMilliseconds))
                Forget(_byTime.Min);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ImmutableArray<DateTimeOffset?>> ReadAsync(ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<ImmutableArray<DateTimeOffset?>>(
            [
                .. users.Select(user => _seen.TryGetValue(user, out long at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : (DateTimeOffset?)null),
            ]);
        }
    }

    private void Note(UserId user, long at)
    {
        if (_seen.TryGetValue(user, out long known))
        {
            if (known >= at)
                return;
            _byTime.Remove((known, user.Value));
        }

        _seen[user] = at;
        _byTime.Add((at, user.Value));
    }

    private void Forget((long At, string User) oldest)
    {
        _byTime.Remove(oldest);
        _seen.Remove(new UserId(oldest.User));
    }

    private sealed class ByTime : IComparer<(long At, string User)>
    {
        public static readonly ByTime Instance = new();

        public int Compare((long At, string User) x, (long At, string User) y) =>
            x.At != y.At ? x.At.CompareTo(y.At) : string.CompareOrdinal(x.User, y.User);
    }
}
