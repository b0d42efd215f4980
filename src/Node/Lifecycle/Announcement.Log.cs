using Streaming.Actors.Ids;

namespace Streaming.Node.Lifecycle;

internal sealed partial class Announcement
{
    [LoggerMessage(LogLevel.Information, "Rooms are open at {Urls} (node {NodeId}, version {Version}, back end {Backend}, {Environment})")]
    private static partial void NodeStarted(
        ILogger logger, string urls, NodeId nodeId, string version, string backend, string environment);
}
