namespace Streaming.Node.Health;

internal sealed partial class HealthReporter
{
    [LoggerMessage(LogLevel.Error, "The health check of {Part} failed")]
    private static partial void ProbeFailed(ILogger logger, string part, Exception exception);
}
