using Microsoft.AspNetCore.Http;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>
/// Answers what REST does not serve with a problem, as everything else there: what version 1 of the protocol defines and
/// comes later, a method that an address does not take, and addresses that are none.
/// </summary>
internal sealed class UnservedEndpoint(Problems problems)
{
    /// <summary>Addresses that come later, below <c>/api/v1</c>.</summary>
    public static readonly IReadOnlyList<string> Later =
    [
        "/negotiate",
        "/rooms",
        "/rooms/{room}",
        "/rooms/{room}/members/{user?}",
        "/rooms/{room}/invites/{code?}",
        "/rooms/{room}/bans/{user?}",
        "/rooms/{room}/mutes/{user?}",
        "/rooms/{room}/moderation-log",
        "/rooms/{room}/pins/{message?}",
        "/rooms/{room}/read-markers",
        "/rooms/{room}/archive",
        "/rooms/{room}/restore",
        "/rooms/{room}/lock",
        "/rooms/{room}/unlock",
        "/rooms/{room}/transfer",
        "/channels",
        "/channels/{channel}/messages",
        "/presence/query",
        "/presence/{user}",
        "/users/{user}/rooms",
        "/users/{user}/unread",
        "/users/{user}/messages",
        "/users/{user}/connections",
        "/direct/{user}",
        "/broadcast",
        "/sessions",
    ];

    public Task RefuseLaterAsync(HttpContext http) =>
        problems.WriteAsync(http, RequestError.Disabled("this part of the REST API"));

    /// <param name="http">A request to an address that is served, by another method.</param>
    /// <param name="method">The one that it takes.</param>
    public Task RefuseMethodAsync(HttpContext http, string method)
    {
        http.Response.Headers.Allow = $"{method}, {HttpMethods.Options}";
        return problems.WriteAsync(
            http, RequestError.Invalid($"this address takes {method} only"), StatusCodes.Status405MethodNotAllowed);
    }

    public Task RefuseUnknownAsync(HttpContext http) =>
        problems.WriteAsync(http, RequestError.Invalid("nothing is served at this address"), StatusCodes.Status404NotFound);
}
