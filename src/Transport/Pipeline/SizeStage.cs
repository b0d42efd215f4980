using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Refuses what is over the size limit. It is read all the same, for the id that the refusal has to bear.</summary>
internal sealed class SizeStage(StreamingOptions options, UserThrottle throttle) : IPipelineStage
{
    private readonly int _max = options.Limits.MaxMessageSize;

    public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        if (context.Bytes.Length <= _max)
            return ValueTask.FromResult(StageResult.Continue);

        context.Read();
        var error = new RequestError(ErrorCode.MessageTooLarge, $"the message is larger than {_max} bytes");
        return throttle.RefuseAsync(context, error, cancellation);
    }
}
