using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Hosting;

internal sealed partial class DrainOnStop
{
    [LoggerMessage(LogLevel.Information, "Draining: no new connections, at most {Timeout} for those that are open")]
    private static partial void DrainStarted(ILogger logger, TimeSpan timeout);

    [LoggerMessage(LogLevel.Information, "Drained in {Elapsed}")]
    private static partial void Drained(ILogger logger, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Warning, "Not drained after {Elapsed}; what is left is cut off")]
    private static partial void DrainTimedOut(ILogger logger, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Warning, "{TargetType} was not done in time")]
    private static partial void TargetCutOff(ILogger logger, Type targetType);

    [LoggerMessage(LogLevel.Error, "{TargetType} failed to drain; the stop goes on")]
    private static partial void TargetFailed(ILogger logger, Type targetType, Exception exception);
}
