using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Webhooks;

internal sealed partial class WebhookDelivery
{
    [LoggerMessage(1, LogLevel.Warning, "Webhook {Webhook}, room {RoomId}: a store failed; it is asked again in a moment")]
    private static partial void LogStepFailed(ILogger logger, Exception exception, string webhook, RoomId roomId);

    [LoggerMessage(2, LogLevel.Warning, "Webhook {Webhook}, room {RoomId}: {Lost} events were trimmed from the log before they were delivered")]
    private static partial void LogTrimmed(ILogger logger, string webhook, RoomId roomId, long lost);

    [LoggerMessage(7, LogLevel.Warning, "Webhook {Webhook}, room {RoomId}: {Lost} events went with the deleted room's log before they were delivered")]
    private static partial void LogGone(ILogger logger, string webhook, RoomId roomId, long lost);

    [LoggerMessage(3, LogLevel.Warning, "Webhook {Webhook}, room {RoomId}: event {EventId} was given up after {Attempts} tries ({Problem}); it is dead letter {DeadId}")]
    private static partial void LogBuried(
        ILogger logger, string webhook, RoomId roomId, string eventId, int attempts, string problem, string deadId);

    [LoggerMessage(4, LogLevel.Warning, "Webhook {Webhook}, room {RoomId}: the offset {Seq} could not be saved; some events may be sent again")]
    private static partial void LogOffsetNotSaved(ILogger logger, Exception exception, string webhook, RoomId roomId, long seq);
}
