using Microsoft.AspNetCore.Http.HttpResults;

namespace Streaming.Node.Health;

/// <summary>
/// <c>/health</c> for people and dashboards, <c>/health/live</c> for whoever restarts dead processes, and
/// <c>/health/ready</c> for whoever sends clients here.
/// </summary>
internal static class NodeHealth
{
    public static void AddNodeHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthReporter>();
        services.AddSingleton<Uptime>();
        services.AddHostedService(static provider => provider.GetRequiredService<Uptime>());
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", async (HealthReporter reporter, HttpContext context) =>
            Answer(context, await reporter.ReportAsync(context.RequestAborted)));
        // Answering at all is the proof; a broken back end is no reason to restart this process.
        routes.MapGet("/health/live", static (HttpContext context) => Answer(context, new LiveReport("alive")));
        routes.MapGet("/health/ready", async (HealthReporter reporter, HttpContext context) =>
            Answer(context, await reporter.ReadyAsync(context.RequestAborted)));
    }

    private static JsonHttpResult<T> Answer<T>(HttpContext context, T report)
        where T : IHealthAnswer
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            report,
            HealthJson.Options,
            statusCode: report.IsGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
