using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Takes a message through all stages, in their order; the first that refuses is the last that sees it.</summary>
internal sealed partial class MessagePipeline(
    IReadOnlyList<IPipelineStage> stages, IdSource ids, ILogger<MessagePipeline> logger)
{
    // An array, as every message goes through it: enumerating a list behind an interface would allocate.
    private readonly IPipelineStage[] _stages = [.. stages];

    /// <summary>Does not throw: a stage that does refuses the message, with <c>internal</c> or because its store is away.</summary>
    public async ValueTask<StageResult> RunAsync(MessageContext context, CancellationToken cancellation)
    {
        foreach (var stage in _stages)
        {
            try
            {
                if (await stage.ProcessAsync(context, cancellation) is StageResult.Refused refused)
                    return refused;
            }
            catch (StoreAwayException)
            {
                return new StageResult.Refused(RequestError.Away);
            }
            catch (Exception exception)
            {
                string traceId = ids.NextTrace();
                StageThrew(logger, stage.GetType(), context.Connection, context.User, context.Room, traceId, exception);
                return new StageResult.Refused(RequestError.Bug(traceId));
            }
        }

        return StageResult.Continue;
    }
}
