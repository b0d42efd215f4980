using Microsoft.AspNetCore.Http.HttpResults;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>The cluster as a whole, and its nodes.</summary>
internal sealed class ClusterEndpoints(StreamingNode node, ClusterReporter reporter, Problems problems)
{
    public void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/status", async (CancellationToken cancellation) => Answer(await reporter.StatusAsync(cancellation)));
        routes.MapGet("/members", () => Answer(reporter.Members()));
        routes.MapGet("/shards", () => Answer(reporter.Shards()));
        routes.MapGet("/metrics", () => Answer(reporter.Metrics()));
        routes.MapPost("/members/{member}/drain", (HttpContext http, string member) => DrainAsync(http, new NodeId(member)));
        routes.MapPost("/rebalance", () =>
        {
            node.Operations.Rebalance();
            return Answer(reporter.Members());
        });
    }

    private async Task<IResult> DrainAsync(HttpContext http, NodeId member)
    {
        var query = new QueryReader(http.Request.Query);
        bool stop = query.Flag("stop");
        bool force = query.Flag("force");
        if (query.Problem is { } problem)
            return await RefuseAsync(http, RequestError.Invalid(problem));

        var members = node.Shards.Current.Members;
        if (!members.Any(one => one.Node == member))
            return await RefuseAsync(http, RequestError.Invalid($"no node {member} is in the cluster"), StatusCodes.Status404NotFound);

        bool isLast = !members.Any(one => one.Node != member && !one.Info.IsDraining);
        if (isLast && !force)
        {
            return await RefuseAsync(
                http,
                RequestError.Invalid($"no other node would take what {member} serves; force=true drains it all the same"),
                StatusCodes.Status409Conflict);
        }

        var answer = await node.Operations.AskAsync(member, new NodeQuestion.BeginDrain(stop));
        await Task.Yield();
        return answer switch
        {
            NodeAnswer.Draining draining => Answer(
                new DrainReport(member.Value, "draining", draining.HadBegun, stop), StatusCodes.Status202Accepted),
            _ => await RefuseAsync(http, new RequestError(ErrorCode.Timeout, $"{member} did not answer; whether it drains is unknown")),
        };
    }

    private async Task<IResult> RefuseAsync(HttpContext http, RequestError error, int? status = null)
    {
        await (status is { } told ? problems.WriteAsync(http, error, told) : problems.WriteAsync(http, error));
        return Results.Empty;
    }

    private static JsonHttpResult<T> Answer<T>(T report, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(report, OperationsJson.Options, statusCode: status);
}
