using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>Sessions in this process's memory. Expired ones are dropped as new ones come.</summary>
public sealed class InMemorySessionStore(TimeProvider clock) : ISessionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (SessionRecord Record, DateTimeOffset Expires)> _sessions = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    public ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            Keep(record, ttl);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            if (_sessions.TryGetValue(record.Token, out (SessionRecord Record, DateTimeOffset Expires) found)
                && found.Expires > clock.GetUtcNow())
            {
                Keep(record, ttl);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired();
            if (!_sessions.TryGetValue(token, out (SessionRecord Record, DateTimeOffset Expires) found)
                || found.Expires <= clock.GetUtcNow() // saved again for a shorter time than it was queued for
                || !IsFor(found.Record, user, role))
            {
                return ValueTask.FromResult<SessionRecord?>(null);
            }

            _sessions.Remove(token);
            return ValueTask.FromResult<SessionRecord?>(found.Record);
        }
    }

    public ValueTask RemoveAsync(string token, CancellationToken cancellation)
    {
        lock (_gate)
            _sessions.Remove(token);

        return ValueTask.CompletedTask;
    }

    private void Keep(SessionRecord record, TimeSpan ttl)
    {
        DateTimeOffset expires = clock.GetUtcNow() + ttl;
        if (!_sessions.ContainsKey(record.Token))
            _byExpiry.Enqueue(record.Token, expires);

        _sessions[record.Token] = (record, expires);
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
            if (!_sessions.TryGetValue(token, out (SessionRecord Record, DateTimeOffset Expires) found))
                continue;

            if (found.Expires <= now)
                _sessions.Remove(token);
            else
                _byExpiry.Enqueue(token, found.Expires);
        }
    }
}
