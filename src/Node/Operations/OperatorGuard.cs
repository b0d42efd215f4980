using Microsoft.Net.Http.Headers;
using Streaming.Transport.Audit;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>
/// Lets operators pass: whoever bears the scope <see cref="Scope"/>, and, on a developer's machine that asks nobody for
/// credentials, whoever shows none. Answers while the node drains as well, unlike what clients use.
/// </summary>
internal sealed class OperatorGuard(
    Authenticator authenticator, IHostEnvironment environment, Problems problems, AuditLog audit) : IEndpointFilter
{
    /// <summary>In the <c>scope</c> of a token, or the <c>scopes</c> of an API key.</summary>
    public const string Scope = "operator";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (FindForgery(http.Request) is { } forgery)
            return await RefuseAsync(http, forgery);

        var outcome = await authenticator.AuthenticateAsync(http.Request, Doorway.Rest);
        if (Refuse(outcome) is { } refusal)
            return await RefuseAsync(http, refusal);

        if (IsAudited(http.Request))
            audit.NoteOperation((outcome as AuthOutcome.Authenticated)?.Principal, Describe(http.Request));
        return await next(context);
    }

    /// <summary>The method and the address, as it came: what is encoded in it ends no line of a log.</summary>
    internal static string Describe(HttpRequest request) => $"{request.Method} {request.Path.ToUriComponent()}";

    // What changes something, and what shows what people have said.
    private static bool IsAudited(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) || request.Path.Value!.EndsWith("/log", StringComparison.Ordinal);

    // A page of another origin cannot read an answer, but the browser would send what it asks for all the same.
    private static RequestError? FindForgery(HttpRequest request) => IsFromAnotherOrigin(request)
        ? new RequestError(ErrorCode.Forbidden, "pages of other origins may not operate the cluster")
        : null;

    private async Task<object?> RefuseAsync(HttpContext http, RequestError refusal)
    {
        await problems.WriteAsync(http, refusal);
        return Results.Empty;
    }

    private RequestError? Refuse(AuthOutcome outcome) => outcome switch
    {
        AuthOutcome.Authenticated { Principal: var principal } when principal.Scopes.Contains(Scope) => null,
        AuthOutcome.Authenticated => new RequestError(ErrorCode.Forbidden, $"these credentials do not bear the scope {Scope}"),
        AuthOutcome.Guest when environment.IsDevelopment() => null,
        AuthOutcome.Guest => new RequestError(ErrorCode.Unauthorized, $"credentials with the scope {Scope} are required"),
        AuthOutcome.Rejected { Reason: Rejection.CrossSite, Message: var why } => new RequestError(ErrorCode.Forbidden, why),
        AuthOutcome.Rejected { Message: var why } => new RequestError(ErrorCode.Unauthorized, why),
        AuthOutcome.Throttled { Error: var shut } => shut,
        AuthOutcome.Away => RequestError.Away,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool IsFromAnotherOrigin(HttpRequest request)
    {
        var origin = request.Headers[HeaderNames.Origin];
        return origin.Count > 0
            && !(Uri.TryCreate(origin[0], UriKind.Absolute, out var from)
                && request.Host.HasValue
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
