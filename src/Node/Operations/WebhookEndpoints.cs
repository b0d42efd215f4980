using Microsoft.AspNetCore.Http.HttpResults;
using Streaming.Actors;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>Webhooks, and what they could not be told.</summary>
internal sealed class WebhookEndpoints(StreamingNode node, WebhookReporter reporter, Problems problems)
{
    private const int DefaultLetters = 100;
    private const string Letter = "/webhooks/{webhook}/dead/{id}";

    public void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/webhooks", async (CancellationToken cancellation) =>
            TypedResults.Json(await reporter.ListAsync(cancellation), OperationsJson.Options));
        routes.MapGet("/webhooks/dead", (Delegate)ListDeadAsync);
        routes.MapPost($"{Letter}/retry", RetryAsync);
        routes.MapPost($"{Letter}/drop", DropAsync);
    }

    private async Task<IResult> ListDeadAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        int limit = (int)(query.Number("limit", from: 1, WebhookReporter.MaxLetters) ?? DefaultLetters);
        return query.Problem is { } problem
            ? await RefuseAsync(http, RequestError.Invalid(problem))
            : TypedResults.Json(await reporter.ListDeadAsync(limit, http.RequestAborted), OperationsJson.Options);
    }

    private async Task<IResult> RetryAsync(HttpContext http, string webhook, string id)
    {
        if (node.DeadLetters is not { } letters || await letters.RetryAsync(webhook, id, http.RequestAborted) is not { } answer)
            return await NotFoundAsync(http);

        return answer.IsDelivered
            ? Done(webhook, id, "delivered")
            : await RefuseAsync(http, new RequestError(ErrorCode.Unavailable, $"not delivered: {answer.Problem}; it stays a dead letter"));
    }

    private async Task<IResult> DropAsync(HttpContext http, string webhook, string id) =>
        node.DeadLetters is { } letters && await letters.DropAsync(webhook, id, http.RequestAborted)
            ? Done(webhook, id, "dropped")
            : await NotFoundAsync(http);

    private static JsonHttpResult<DeadLetterOutcome> Done(string webhook, string id, string state) =>
        TypedResults.Json(new DeadLetterOutcome($"{webhook}/{id}", state), OperationsJson.Options);

    private Task<IResult> NotFoundAsync(HttpContext http) =>
        RefuseAsync(http, RequestError.Invalid("there is no such dead letter"), StatusCodes.Status404NotFound);

    private async Task<IResult> RefuseAsync(HttpContext http, RequestError error, int? status = null)
    {
        await (status is { } told ? problems.WriteAsync(http, error, told) : problems.WriteAsync(http, error));
        return Results.Empty;
    }
}
