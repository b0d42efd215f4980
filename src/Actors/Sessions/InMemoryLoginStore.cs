using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>Logins in this process's memory. Those that are over are dropped as others come.</summary>
public sealed class InMemoryLoginStore : ILoginStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(UserId User, string Name), (LoginRecord Login, DateTimeOffset Expires)> _logins = [];
    private readonly Dictionary<UserId, List<string>> _byUser = [];
    private readonly PriorityQueue<(UserId User, string Name), DateTimeOffset> _byExpiry = new();

    public ValueTask SaveAsync(LoginRecord login, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DropExpired(now);
            if (!_byUser.TryGetValue(login.User, out List<string>? names))
                _byUser[login.User] = names = [];
            names.Add(login.Name);
            Keep(login, idle, now);
            if (names.Count > ILoginStore.MaxPerUser)
                Drop((login.User, names[0]));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<LoginRecord?> UseAsync(UserId user, string name, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Find((user, name), now) is not { } login)
                return ValueTask.FromResult<LoginRecord?>(null);

            Keep(login, idle, now);
            return ValueTask.FromResult<LoginRecord?>(login);
        }
    }

    public ValueTask<bool> ExchangeAsync(
        UserId user, string name, string before, string shown, string after, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Find((user, name), now) is not { } login || login.Secret != before)
                return ValueTask.FromResult(false);

            var next = login with { Secret = after, EarlierSecret = shown, ExchangedAt = now, ConfirmedAt = null };
            _logins[(user, name)] = _logins[(user, name)] with { Login = next };
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask ConfirmAsync(UserId user, string name, string secret, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Find((user, name), now) is { ConfirmedAt: null } login && login.Secret == secret)
                _logins[(user, name)] = _logins[(user, name)] with { Login = login with { ConfirmedAt = now } };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> EndAsync(UserId user, string name, CancellationToken cancellation)
    {
        lock (_gate)
            return ValueTask.FromResult(Drop((user, name)));
    }

    private LoginRecord? Find((UserId, string) key, DateTimeOffset now) =>
        _logins.TryGetValue(key, out var found) && found.Expires > now ? found.Login : null;

    private void Keep(LoginRecord login, TimeSpan idle, DateTimeOffset now)
    {
        DateTimeOffset expires = login.EndsAt - now < idle ? login.EndsAt : now + idle;
        if (!_logins.ContainsKey((login.User, login.Name)))
            _byExpiry.Enqueue((login.User, login.Name), expires);
        _logins[(login.User, login.Name)] = (login, expires);
    }

    private bool Drop((UserId User, string Name) key)
    {
        if (!_logins.Remove(key))
            return false;

        List<string> names = _byUser[key.User];
        names.Remove(key.Name);
        if (names.Count == 0)
            _byUser.Remove(key.User);
        return true;
    }

    /// <summary>One that was used since it was queued goes back with its new time.</summary>
    private void DropExpired(DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out var key, out DateTimeOffset queued) && queued <= now)
        {
            _byExpiry.Dequeue();
            if (!_logins.TryGetValue(key, out var found))
                continue;

            if (found.Expires <= now)
                Drop(key);
            else
                _byExpiry.Enqueue(key, found.Expires);
        }
    }
}
