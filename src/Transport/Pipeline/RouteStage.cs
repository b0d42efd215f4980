namespace Streaming.Transport.Pipeline;

/// <summary>Hands the message on to what carries it out.</summary>
internal sealed class RouteStage : IPipelineStage
{
    public async ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        await context.RouteAsync();
        return StageResult.Continue;
    }
}
