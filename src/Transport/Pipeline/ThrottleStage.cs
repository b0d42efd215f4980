using Streaming.Transport.Protocol;
using Streaming.Transport.Throttles;

namespace Streaming.Transport.Pipeline;

/// <summary>Holds users to their rate, over all their connections.</summary>
internal sealed class ThrottleStage(UserThrottle throttle) : IPipelineStage
{
    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation) =>
        throttle.SpendAsync(context, LimitedActions.Of(context.Message), cancellation);
}
