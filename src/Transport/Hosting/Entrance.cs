using Microsoft.AspNetCore.Http;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Throttles;

namespace Streaming.Transport.Hosting;

/// <summary>What every request passes first, whatever it asks for: may it come in at all, and who is it?</summary>
internal sealed class Entrance(ServingState serving, OriginPolicy origins, AddressThrottle addresses, Authenticator authenticator)
{
    // A client that is told so comes back when a load balancer has noticed as well.
    private static readonly TimeSpan RetryWhenServing = TimeSpan.FromSeconds(1);

    /// <summary>The principal, or why not.</summary>
    /// <param name="door">What is asked for.</param>
    public async ValueTask<Entry> CheckAsync(HttpContext http, Doorway door)
    {
        if (!serving.Accepts)
        {
            return new Entry.Refused(new RequestError(ErrorCode.Unavailable, "this node does not accept connections right now")
            {
                RetryAfter = RetryWhenServing,
            });
        }

        if (!origins.Allows(http.Request))
            return new Entry.Refused(new RequestError(ErrorCode.Forbidden, "this origin is not allowed to connect"));

        // Before it is counted: else any page could have its visitors' browsers use up what their addresses may open.
        if (door != Doorway.Rest && OriginPolicy.IsUnnamed(http.Request))
            return new Entry.Refused(new RequestError(ErrorCode.Forbidden, "links and images of other pages open no connections"));

        // Before anything is looked up, or a flood would have it looked up.
        if (door != Doorway.Rest && addresses.RefuseConnection(http.Connection.RemoteIpAddress) is { } tooMany)
            return new Entry.Refused(tooMany);

        return await authenticator.AuthenticateAsync(http.Request, door) switch
        {
            AuthOutcome.Authenticated { Principal: var principal } => new Entry.Admitted(principal),
            AuthOutcome.Guest { Principal: var principal } => new Entry.Admitted(principal),
            // Nobody is turned away for who they are: the request is one that cannot be.
            AuthOutcome.Rejected { Reason: Rejection.InvalidGuestName, Message: var why } =>
                new Entry.Refused(RequestError.Invalid(why)),
            AuthOutcome.Rejected { Reason: Rejection.CrossSite, Message: var why } =>
                new Entry.Refused(new RequestError(ErrorCode.Forbidden, why)),
            AuthOutcome.Rejected { Message: var why } => new Entry.Refused(new RequestError(ErrorCode.Unauthorized, why)),
            AuthOutcome.Throttled { Error: var shut } => new Entry.Refused(shut),
            AuthOutcome.Away => new Entry.Refused(RequestError.Away),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
