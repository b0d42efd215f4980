using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>Users and sessions, wherever they are connected.</summary>
internal sealed class UserEndpoints(SessionReporter reporter, Problems problems)
{
    private const int DefaultSessions = 100;

    public void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/users/{user}", FindUserAsync);
        routes.MapGet("/sessions", (Delegate)FindAsync);
    }

    private async Task<IResult> FindUserAsync(HttpContext http, string user)
    {
        if (UserId.TryParse(user, out var id))
            return TypedResults.Json(await reporter.FindUserAsync(id), OperationsJson.Options);

        await problems.WriteAsync(http, new RequestError(ErrorCode.UserNotFound, "no user can have this id"));
        return Results.Empty;
    }

    private async Task<IResult> FindAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        int limit = (int)(query.Number("limit", from: 1, SessionReporter.MaxSessions) ?? DefaultSessions);
        UserId? user = query.Text("user") is { } owner ? new UserId(owner) : null;
        SessionId? session = query.Text("session") is { } only ? new SessionId(only) : null;
        if (query.Problem is null)
            return TypedResults.Json(await reporter.FindAsync(user, session, limit), OperationsJson.Options);

        await problems.WriteAsync(http, RequestError.Invalid(query.Problem));
        return Results.Empty;
    }
}
