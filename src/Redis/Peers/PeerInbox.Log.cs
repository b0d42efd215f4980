using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Redis.Peers;

internal sealed partial class PeerInbox
{
    [LoggerMessage(1, LogLevel.Warning, "Node {NodeId} sent what cannot be read: {Reason}. More of it is counted and not logged")]
    private static partial void LogNotRead(ILogger logger, string nodeId, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Message} of node {NodeId} was received and failed")]
    private static partial void LogReceiverFailed(ILogger logger, Exception e, string message, NodeId nodeId);
}
