using System.Text.Json;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Logging in and out: a cookie in the place of a token or key, for pages.</summary>
internal sealed class LoginEndpoint(Logins logins, LoginCookies cookies, LoginPages pages, AuthenticationEvents events)
{
    public async Task<RestAnswer> LogInAsync(RestCall call)
    {
        if (call.Principal.Kind == PrincipalKind.Guest)
            return RestAnswer.Fail(ErrorCode.Unauthorized, "log in with a token or an API key");
        // What a login gives may not be used to make it last.
        if (call.Principal.Login is not null)
            return RestAnswer.Fail(ErrorCode.Forbidden, "log in with a token or an API key, not with another login");

        var (cookie, endsAt) = await logins.BeginAsync(call.Principal, call.Gone);
        try
        {
            await EndEarlierAsync(call);
        }
        catch
        {
            await logins.DiscardAsync(cookie);
            throw;
        }

        cookies.Write(call.Http, cookie, endsAt);
        events.LoggedIn(call.Principal, cookie.Name);
        return Answer(cookie, endsAt);
    }

    public Task<RestAnswer> ShowAsync(RestCall call)
    {
        if (call.Principal is not { Login: not null, ExpiresAt: { } endsAt } || Shown(call) is not { } cookie)
            return Task.FromResult(RestAnswer.Fail(ErrorCode.Unauthorized, "nobody is logged in"));
        return Task.FromResult(Answer(cookie, endsAt));
    }

    /// <summary>Ends the login whose cookie is shown, also where a token or key beside it says who is asking.</summary>
    public async Task<RestAnswer> LogOutAsync(RestCall call)
    {
        if (Shown(call) is not { } cookie)
            return RestAnswer.Ok(false, RestJson.WriteChanged);
        if (call.Principal.Login is null && pages.FindProblem(call.Http.Request, Doorway.Rest, cookie) is { } problem)
            return RestAnswer.Fail(ErrorCode.Forbidden, problem);

        bool wasOpen = await logins.EndAsync(cookie.User, cookie.Name, call.Gone);
        cookies.Delete(call.Http);
        events.LoggedOut(cookie.User, cookie.Name);
        return RestAnswer.Ok(wasOpen, RestJson.WriteChanged);
    }

    // A browser has one login: what it had before would go on without anybody who could end it.
    private async Task EndEarlierAsync(RestCall call)
    {
        if (Shown(call) is { } earlier)
            await logins.EndAsync(earlier.User, earlier.Name, call.Gone);
    }

    private LoginCookie? Shown(RestCall call) => cookies.Find(call.Http.Request) is { } text ? cookies.Read(text) : null;

    private static RestAnswer Answer(LoginCookie cookie, DateTimeOffset endsAt) => RestAnswer.Ok(
        (cookie, endsAt),
        static (json, told) =>
        {
            json.WriteStartObject();
            json.WriteString("user_id"u8, told.cookie.User.Value);
            json.WriteTime("expires_at"u8, told.endsAt);
            json.WriteString("csrf_token"u8, told.cookie.CsrfToken);
            json.WriteEndObject();
        });
}
