using Microsoft.Extensions.Primitives;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>Lets in whoever shows no credentials, where that is allowed, under the name asked for or one made up.</summary>
internal sealed class GuestAuthenticator(StreamingOptions options, IdSource ids)
{
    public const string NameParameter = "user_id";

    public AuthOutcome Admit(StringValues name)
    {
        if (options.RequireAuth)
            return new AuthOutcome.Rejected(Rejection.Missing, "credentials are required");
        if (StringValues.IsNullOrEmpty(name))
            return Guest(ids.NextGuest(), isNameless: true);
        // Of a name that is given twice neither is better than the other.
        if (name.Count != 1 || !UserId.TryParse(name[0], out var user))
            return new AuthOutcome.Rejected(Rejection.InvalidGuestName, $"{NameParameter} {UserIdRule.Text}");
        return UserIdRule.IsService(user)
            ? new AuthOutcome.Rejected(Rejection.InvalidGuestName, $"{NameParameter} must not be the name of a service")
            : Guest(user, isNameless: false);
    }

    /// <summary>One who was let in before, on a node that may have other settings.</summary>
    public AuthOutcome Confirm(Principal guest) => options.RequireAuth
        ? new AuthOutcome.Rejected(Rejection.Missing, "credentials are required")
        : new AuthOutcome.Guest(guest);

    private static AuthOutcome.Guest Guest(UserId user, bool isNameless) =>
        new(new Principal { UserId = user, Kind = PrincipalKind.Guest, IsNameless = isNameless });
}
