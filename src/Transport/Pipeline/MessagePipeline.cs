using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Takes a message through all stages, in their order; the first that refuses is the last that sees it.</summary>
internal sealed partial class MessagePipeline(
    IReadOnlyList<IPipelineStage> stages, IdSource ids, PipelineMeter meter, ILogger<MessagePipeline> logger)
{
    // An array, as every message goes through it: enumerating a list behind an interface would allocate.
    private readonly IPipelineStage[] _stages = [.. stages];
    private readonly string[] _names = [.. stages.Select(PipelineMeter.NameOf)];

    /// <summary>Does not throw: a stage that does refuses the message, with <c>internal</c> or because its store is away.</summary>
    public async ValueTask<StageResult> RunAsync(MessageContext context, CancellationToken cancellation)
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            StageResult.Refused? refused;
            try
            {
                refused = await _stages[i].ProcessAsync(context, cancellation) as StageResult.Refused;
            }
            catch (StoreAwayException)
            {
                refused = new StageResult.Refused(RequestError.Away);
            }
            catch (Exception exception)
            {
                refused = Failed(_stages[i], context, exception);
            }

            if (refused is null)
                continue;
            meter.CountRefused(_names[i], refused.Error);
            return refused;
        }

        meter.CountPassed();
        return StageResult.Continue;
    }

    private StageResult.Refused Failed(IPipelineStage stage, MessageContext context, Exception exception)
    {
        string traceId = ids.NextTrace();
        StageThrew(logger, stage.GetType(), context.Connection, context.User, context.Room, traceId, exception);
        return new StageResult.Refused(RequestError.Bug(traceId));
    }
}
