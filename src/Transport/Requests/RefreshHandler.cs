using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>refresh</c>: the connection goes on with a newer token of the same user, and ends with that one.</summary>
internal sealed class RefreshHandler(
    Authenticator authenticator, AuthenticationEvents events, TimeProvider time) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Refresh;

    // What follows is held to what the new credentials allow.
    public bool HoldsReadLoop => true;

    public ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        string? token = data.Text("token", UnverifiedJwt.MaxLength);
        if (data.Problem is { } problem)
            return ValueTask.FromResult<Answer>(Answer.Failed.Invalid(problem));
        if (token is null)
            return ValueTask.FromResult<Answer>(Answer.Failed.Invalid("data.token is missing"));
        return ValueTask.FromResult(Refresh(requester, token));
    }

    private Answer Refresh(IRequester requester, string token)
    {
        var before = requester.Principal;
        switch (authenticator.Authenticate(token, requester.Address))
        {
            case AuthOutcome.Throttled { Error: var shut }:
                return new Answer.Failed(shut);
            case AuthOutcome.Rejected { Message: var why }:
                return new Answer.Failed(new RequestError(ErrorCode.Unauthorized, why));
            // Whoever came as somebody else, or as nobody in particular, stays that.
            case AuthOutcome.Authenticated { Principal: var other } when other.UserId != before.UserId || other.Kind != before.Kind:
                return Forbidden("the token is not this connection's user's");
            case AuthOutcome.Authenticated { Principal.MayConnect: false }:
                return new Answer.Failed(ConnectionErrors.NoConnectScope);
            case AuthOutcome.Authenticated { Principal: var principal }:
                // One that came by a login still ends with the login.
                requester.Bear(principal with { Login = before.Login });
                // Its key may have been taken back since the token was looked at, and whoever closed that key's connections saw the earlier one here.
                if (authenticator.ConfirmKey(requester.Principal) is AuthOutcome.Rejected { Message: var since })
                {
                    requester.Close(CloseReason.Unauthorized);
                    return new Answer.Failed(new RequestError(ErrorCode.Unauthorized, since));
                }

                events.Refreshed(principal);
                return new Answer.Refreshed(principal.ExpiresAt, principal.ExpiresAt - time.GetUtcNow())
                {
                    FollowUp = () => new ValueTask(requester.GiveUpUnreachableAsync()),
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Answer.Failed Forbidden(string why) => new(new RequestError(ErrorCode.Forbidden, why));
}
