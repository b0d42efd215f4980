namespace Streaming.Node.Operations;

internal sealed partial class StoreFaults
{
    [LoggerMessage(LogLevel.Error, "An operator's question at {Path} could not be answered")]
    private static partial void NotAnswered(ILogger logger, string path, Exception exception);
}
