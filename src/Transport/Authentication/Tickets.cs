using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Single-use tickets: whoever can prove who they are gets one for the address of their next connection, where a token or key must not stand. A
/// ticket opens one connection, on any node, within <see cref="Lifetime"/>, and stands for the whole principal, with the end of its credentials.
/// The store knows a ticket by its hash alone.
/// </summary>
internal sealed class Tickets(ITicketStore store, IdSource ids, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>A ticket has 26 characters, 128 random bits; what is far longer is none, and not worth hashing.</summary>
    private const int MaxLength = 64;

    /// <returns>The ticket and when it ends, or null where there is no place for another now.</returns>
    /// <exception cref="StoreAwayException">Nothing was kept.</exception>
    public async ValueTask<(string Ticket, DateTimeOffset ExpiresAt)?> IssueAsync(Principal principal, CancellationToken cancellation)
    {
        string ticket = ids.NextToken();
        bool isKept = await StoreAwayException.GuardAsync(
            store.KeepAsync(HashedSecret.Of(ticket), PrincipalCodec.Encode(principal), Lifetime, cancellation));
        return isKept ? (ticket, time.GetUtcNow() + Lifetime) : null;
    }

    /// <returns>Whom it stands for, whose credentials may have ended meanwhile; null for a ticket that is not good, or not any more.</returns>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<Principal?> RedeemAsync(string ticket, CancellationToken cancellation)
    {
        if (ticket.Length is 0 or > MaxLength)
            return null;
        var content = await StoreAwayException.GuardAsync(store.TakeAsync(HashedSecret.Of(ticket), cancellation));
        return content is { } bytes ? PrincipalCodec.Decode(bytes.Span) : null;
    }
}
