using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;

namespace Streaming.Transport.Connections;

internal sealed partial class WebSocketEndpoint
{
    [LoggerMessage(LogLevel.Debug, "Refused a connection of user {UserId}: no place on this node")]
    private static partial void NodeIsFull(ILogger logger, UserId userId);

    [LoggerMessage(LogLevel.Debug, "Connection {ConnectionId} of user {UserId}: refused, {Outcome}")]
    private static partial void ClusterIsFull(ILogger logger, ConnectionId connectionId, UserId userId, PlaceOutcome outcome);

    [LoggerMessage(LogLevel.Debug, "No session could be opened for user {UserId}: the store is away")]
    private static partial void StoreAway(ILogger logger, UserId userId, Exception exception);

    [LoggerMessage(LogLevel.Error, "No session could be opened for user {UserId}; trace {TraceId}")]
    private static partial void SessionNotOpened(ILogger logger, UserId userId, string traceId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Connection {ConnectionId}: serving user {UserId} failed")]
    private static partial void ServingFailed(ILogger logger, ConnectionId connectionId, UserId userId, Exception exception);
}
