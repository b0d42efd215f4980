using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Holds users to their rate, over all their connections.</summary>
internal sealed class ThrottleStage(UserThrottle throttle) : IPipelineStage
{
    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation) =>
        throttle.SpendAsync(
            context, context.Message.Type == ClientMessageType.Message ? Spending.Message : Spending.Request, cancellation);
}
