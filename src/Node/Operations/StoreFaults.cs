using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>
/// Answers <c>unavailable</c> where the store of the logs cannot be read: operators look at a cluster when something is wrong with
/// it, and are to be told what.
/// </summary>
internal sealed partial class StoreFaults(Problems problems, ILogger<StoreFaults> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            NotAnswered(logger, http.Request.Path, exception);
            await problems.WriteAsync(http, new RequestError(ErrorCode.Unavailable, $"the room's log cannot be read now: {exception.Message.Split('\n')[0]}"));
            return Results.Empty;
        }
    }
}
