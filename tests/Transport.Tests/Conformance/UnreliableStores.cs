using Microsoft.Extensions.DependencyInjection;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>The stores in memory, which can be away: then every call fails, as one to a Redis that is gone.</summary>
internal sealed class UnreliableStores : ISessionStore, IRateLimitStore
{
    private readonly InMemorySessionStore _sessions = new(TimeProvider.System);
    private readonly InMemoryRateLimitStore _limits = new(TimeProvider.System);

    public bool AreAway { get; set; }

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ISessionStore>(this);
        services.AddSingleton<IRateLimitStore>(this);
    }

    public async ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        await ReachAsync();
        await _sessions.SaveAsync(record, ttl, cancellation);
    }

    public async ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        await ReachAsync();
        return await _sessions.RenewAsync(record, ttl, cancellation);
    }

    public async ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation)
    {
        await ReachAsync();
        return await _sessions.TakeAsync(token, user, role, cancellation);
    }

    public async ValueTask RemoveAsync(string token, CancellationToken cancellation)
    {
        await ReachAsync();
        await _sessions.RemoveAsync(token, cancellation);
    }

    public async ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation)
    {
        await ReachAsync();
        await _sessions.NoteExpelledAsync(user, at, ttl, cancellation);
    }

    public async ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation)
    {
        await ReachAsync();
        return await _sessions.FindExpelledAsync(user, cancellation);
    }

    public TimeSpan WaitFor(LimitKey key, RateLimit limit) => _limits.WaitFor(key, limit);

    public void GiveBack(LimitKey key, RateLimit limit) => _limits.GiveBack(key, limit);

    public async ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit, CancellationToken cancellation)
    {
        await ReachAsync();
        return await _limits.TakeAsync(key, limit, cancellation);
    }

    private async ValueTask ReachAsync()
    {
        await Task.Yield();
        if (AreAway)
            throw new TimeoutException("the store is away");
    }
}
