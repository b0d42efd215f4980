using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Redis.Peers;

public sealed partial class RedisPeerLink
{
    [LoggerMessage(1, LogLevel.Warning, "Nothing has come over Redis pub/sub for {Seconds} s, not even what this node says to itself; it subscribes anew")]
    private static partial void LogFellQuiet(ILogger logger, double seconds);

    [LoggerMessage(2, LogLevel.Information, "Messages of other nodes arrive again; what was missed is looked for in the logs")]
    private static partial void LogHearsAgain(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "The subscription to Redis pub/sub could not be changed")]
    private static partial void LogNotSubscribed(ILogger logger, Exception e);

    [LoggerMessage(4, LogLevel.Warning, "{Messages} messages to node {NodeId} may not have arrived: Redis did not confirm them. More of it is counted and not logged until it works again")]
    private static partial void LogNotPublished(ILogger logger, Exception e, int messages, NodeId nodeId);

    [LoggerMessage(5, LogLevel.Information, "Messages to other nodes are published again")]
    private static partial void LogPublishesAgain(ILogger logger);

    [LoggerMessage(6, LogLevel.Debug, "A probe could not be sent")]
    private static partial void LogNotProbed(ILogger logger, Exception e);

    [LoggerMessage(7, LogLevel.Error, "{Message} could not be encoded, and was not sent")]
    private static partial void LogNotEncoded(ILogger logger, Exception e, string message);
}
