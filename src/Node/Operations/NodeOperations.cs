using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>
/// What operators, and <c>streamctl</c>, look at and steer the cluster by: everything under <c>/cluster</c>. Any node answers for
/// the whole cluster.
/// </summary>
internal static class NodeOperations
{
    public static void AddNodeOperations(this IServiceCollection services) => services
        .AddSingleton<OperatorGuard>()
        .AddSingleton<StoreFaults>()
        .AddSingleton<ClusterReporter>()
        .AddSingleton<RoomReporter>()
        .AddSingleton<SessionReporter>()
        .AddSingleton<WebhookReporter>()
        .AddSingleton<ClusterEndpoints>()
        .AddSingleton<RoomEndpoints>()
        .AddSingleton<UserEndpoints>()
        .AddSingleton<WebhookEndpoints>();

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var cluster = routes.MapGroup("/cluster");
        cluster.AddEndpointFilter(services.GetRequiredService<OperatorGuard>());
        cluster.AddEndpointFilter(services.GetRequiredService<StoreFaults>());
        services.GetRequiredService<ClusterEndpoints>().Map(cluster);
        services.GetRequiredService<RoomEndpoints>().Map(cluster);
        services.GetRequiredService<UserEndpoints>().Map(cluster);
        services.GetRequiredService<WebhookEndpoints>().Map(cluster);

        // Behind the guard as well: what there is here is told to operators only.
        var problems = services.GetRequiredService<Problems>();
        cluster.Map("/{**rest}", Task<IResult> (HttpContext http, string? rest) => RefuseUnknownAsync(http, problems));
    }

    private static async Task<IResult> RefuseUnknownAsync(HttpContext http, Problems problems)
    {
        await problems.WriteAsync(http, RequestError.Invalid("there is nothing at this address"), StatusCodes.Status404NotFound);
        return Results.Empty;
    }
}
