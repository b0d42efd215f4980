using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Reads the message's envelope, and says what is wrong with it if it has none.</summary>
internal sealed class ParseStage(UserThrottle throttle) : IPipelineStage
{
    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        string? problem = context.Read().Problem;
        if (!context.IsText)
            problem = "send messages in text frames, not in binary ones";
        if (problem is null)
            return ValueTask.FromResult(StageResult.Continue);

        context.MarkMalformed();
        return throttle.RefuseAsync(context, RequestError.Invalid(problem), cancellation);
    }
}
