using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>Port: sessions that can be resumed, from any node.</summary>
public interface ISessionStore
{
    /// <summary>Keeps the record under its token for <paramref name="ttl"/> from now, in place of an earlier one.</summary>
    ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>
    /// Like <see cref="SaveAsync"/>, but only while a record is there under its token. A connection that does not
    /// know yet that its session was taken over cannot bring the used token back to life, and is told here. One whose record
    /// the store has lost may save it anew.
    /// </summary>
    ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>
    /// Takes a session out: of two who try at once, one gets it. Null when the token is unknown, used, too old, or
    /// not this user's (then it stays for whose it is).
    /// </summary>
    /// <param name="user">Null when the client does not say: enough for a guest's session only.</param>
    ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation);

    /// <summary>Forgets a session that has ended for good.</summary>
    ValueTask RemoveAsync(string token, CancellationToken cancellation);

    /// <summary>Notes for <paramref name="ttl"/> from now that the user was sent away: in place of an earlier time.</summary>
    ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>When the user was sent away last; null when that is not known, or not any more.</summary>
    ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation);
}
