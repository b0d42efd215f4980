using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>A session store that does all it should; each mutant overrides the one thing it gets wrong.</summary>
internal abstract class MutantSessions(ISessionStore store) : ISessionStore
{
    protected ISessionStore Store { get; } = store;

    public virtual ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        Store.SaveAsync(record, ttl, cancellation);

    public virtual ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        Store.RenewAsync(record, ttl, cancellation);

    public virtual ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation) =>
        Store.TakeAsync(token, user, role, cancellation);

    public ValueTask RemoveAsync(string token, CancellationToken cancellation) => Store.RemoveAsync(token, cancellation);

    public ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation) =>
        Store.NoteExpelledAsync(user, at, ttl, cancellation);

    public ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation) => Store.FindExpelledAsync(user, cancellation);
}

/// <summary>Gives a session out and keeps it.</summary>
internal sealed class HandsTokensOutTwice(ISessionStore store) : MutantSessions(store)
{
    public override async ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation)
    {
        SessionRecord? taken = await Store.TakeAsync(token, user, role, cancellation);
        if (taken is not null)
            await Store.SaveAsync(taken, TimeSpan.FromMinutes(2), cancellation);

        return taken;
    }
}

/// <summary>Brings a used token back to life when its old connection is renewed.</summary>
internal sealed class RevivesTokens(ISessionStore store) : MutantSessions(store)
{
    public override async ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        await Store.SaveAsync(record, ttl, cancellation);
        return SessionRenewal.Renewed;
    }
}

/// <summary>Forgets sessions.</summary>
internal sealed class ForgetsSessions(ISessionStore store) : MutantSessions(store)
{
    public override ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation) =>
        ValueTask.FromResult<SessionRecord?>(null);
}

/// <summary>Keeps no channels.</summary>
internal sealed class ForgetsChannels(ISessionStore store) : MutantSessions(store)
{
    public override ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        Store.RenewAsync(record with { Channels = [] }, ttl, cancellation);
}

/// <summary>Keeps the first list of rooms.</summary>
internal sealed class ForgetsRooms(ISessionStore store) : MutantSessions(store)
{
    public override ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        Store.RenewAsync(record with { Rooms = ImmutableArray<SessionRoom>.Empty }, ttl, cancellation);
}
