using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>Sessions in this process's memory. Expired ones are dropped as new ones come.</summary>
public sealed class InMemorySessionStore(TimeProvider clock) : ISessionStore
{
    private readonly Lock _gate = new();

    /// <summary>By token; without a record when it was taken, for as long as the one before may try to renew it.</summary>
    private readonly Dictionary<string, (SessionRecord? Record, DateTimeOffset Expires)> _sessions = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();
    private readonly Dictionary<UserId, (DateTimeOffset At, DateTimeOffset Expires)> _expelled = [];

    public ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            Keep(record.Token, record, clock.GetUtcNow() + ttl);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            if (!_sessions.TryGetValue(record.Token, out var found) || found.Expires <= clock.GetUtcNow())
                return ValueTask.FromResult(SessionRenewal.Unknown);
            if (found.Record is null)
                return ValueTask.FromResult(SessionRenewal.Taken);

            Keep(record.Token, record, clock.GetUtcNow() + ttl);
            return ValueTask.FromResult(SessionRenewal.Renewed);
        }
    }

    public ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            if (!_sessions.TryGetValue(token, out var found)
                || found.Record is null
                || found.Expires <= clock.GetUtcNow() // saved again for a shorter time than it was queued for
                || !IsFor(found.Record, user, role))
            {
                return ValueTask.FromResult<SessionRecord?>(null);
            }

            _sessions[token] = (null, found.Expires);
            return ValueTask.FromResult<SessionRecord?>(found.Record);
        }
    }

    public ValueTask RemoveAsync(string token, CancellationToken cancellation)
    {
        lock (_gate)
            _sessions.Remove(token);

        return ValueTask.CompletedTask;
    }

    public ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            foreach (UserId over in _expelled.Where(one => one.Value.Expires <= now).Select(static one => one.Key).ToArray())
                _expelled.Remove(over);
            _expelled[user] = (at, now + ttl);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<DateTimeOffset?>(
                _expelled.TryGetValue(user, out var found) && found.Expires > clock.GetUtcNow() ? found.At : null);
        }
    }

    /// <summary>All sessions as they are now, for <see cref="GoBackTo"/>.</summary>
    internal ImmutableArray<KeyValuePair<string, (SessionRecord? Record, DateTimeOffset Expires)>> TakeImage()
    {
        lock (_gate)
            return [.. _sessions];
    }

    /// <summary>Loses everything since an image was taken.</summary>
    internal void GoBackTo(ImmutableArray<KeyValuePair<string, (SessionRecord? Record, DateTimeOffset Expires)>> image)
    {
        lock (_gate)
        {
            _sessions.Clear();
            _byExpiry.Clear();
            foreach ((string token, (SessionRecord? record, DateTimeOffset expires)) in image)
            {
                _sessions[token] = (record, expires);
                _byExpiry.Enqueue(token, expires);
            }
        }
    }

    private void Keep(string token, SessionRecord record, DateTimeOffset expires)
    {
        if (!_sessions.ContainsKey(token))
            _byExpiry.Enqueue(token, expires);

        _sessions[token] = (record, expires);
    }

    private static bool IsFor(SessionRecord record, UserId? user, Role role) =>
        (record.Role == Role.Guest) == (role == Role.Guest)
        && (user == record.User || (user is null && role == Role.Guest));

    /// <summary>A session that was saved again since it was queued goes back with its new time.</summary>
    private void DropExpired()
    {
        DateTimeOffset now = clock.GetUtcNow();
        while (_byExpiry.TryPeek(out string? token, out DateTimeOffset queued) && queued <= now)
        {
            _byExpiry.Dequeue();
            if (!_sessions.TryGetValue(token, out var found))
                continue;

            if (found.Expires <= now)
                _sessions.Remove(token);
            else
                _byExpiry.Enqueue(token, found.Expires);
        }
    }
}
