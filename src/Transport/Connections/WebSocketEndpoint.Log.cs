using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Connections;

internal sealed partial class WebSocketEndpoint
{
    [LoggerMessage(LogLevel.Information, "Refused a connection of user {UserId}: no place on this node or for that address")]
    private static partial void AddressRefused(ILogger logger, UserId userId);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: refused, user {UserId} has as many as one may have")]
    private static partial void UserRefused(ILogger logger, ConnectionId connectionId, UserId userId);

    [LoggerMessage(LogLevel.Debug, "No session could be opened for user {UserId}: the store is away")]
    private static partial void StoreAway(ILogger logger, UserId userId, Exception exception);

    [LoggerMessage(LogLevel.Error, "No session could be opened for user {UserId}; trace {TraceId}")]
    private static partial void SessionNotOpened(ILogger logger, UserId userId, string traceId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Connection {ConnectionId}: serving user {UserId} failed")]
    private static partial void ServingFailed(ILogger logger, ConnectionId connectionId, UserId userId, Exception exception);
}
