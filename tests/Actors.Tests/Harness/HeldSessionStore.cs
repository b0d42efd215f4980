using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A store of sessions whose renewals can be held, and let arrive in any order.</summary>
internal sealed class HeldSessionStore(ISessionStore inner) : ISessionStore
{
    private readonly List<(SessionRecord Record, TimeSpan Ttl, TaskCompletionSource<SessionRenewal> Reply)> _held = [];

    public bool HoldsRenewals { get; set; }

    /// <summary>The records that are on their way, the first first.</summary>
    public ImmutableArray<SessionRecord> Held => [.. _held.Select(static one => one.Record)];

    public void ArriveNewest()
    {
        (SessionRecord record, TimeSpan ttl, TaskCompletionSource<SessionRenewal> reply) = _held[^1];
        _held.RemoveAt(_held.Count - 1);
        reply.SetResult(inner.RenewAsync(record, ttl, CancellationToken.None).AsTask().Result);
    }

    public ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) => inner.SaveAsync(record, ttl, cancellation);

    public ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation)
    {
        if (!HoldsRenewals)
            return inner.RenewAsync(record, ttl, cancellation);

        var reply = new TaskCompletionSource<SessionRenewal>();
        _held.Add((record, ttl, reply));
        return new ValueTask<SessionRenewal>(reply.Task);
    }

    public ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation) =>
        inner.TakeAsync(token, user, role, cancellation);

    public ValueTask RemoveAsync(string token, CancellationToken cancellation) => inner.RemoveAsync(token, cancellation);

    public ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation) =>
        inner.NoteExpelledAsync(user, at, ttl, cancellation);

    public ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation) => inner.FindExpelledAsync(user, cancellation);
}
