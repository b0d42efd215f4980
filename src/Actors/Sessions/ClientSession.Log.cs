using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

public sealed partial class ClientSession
{
    [LoggerMessage(1, LogLevel.Warning, "Session {SessionId} of connection {ConnectionId} could not be renewed; it is tried again")]
    private static partial void LogRenewalFailed(ILogger logger, Exception e, SessionId sessionId, ConnectionId connectionId);
}
