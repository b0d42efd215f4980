using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Connections;

internal sealed partial class ClientConnection
{
    [LoggerMessage(LogLevel.Information,
        "Connection {ConnectionId}: user {UserId} connected, session {SessionId}, resumed {Resumed}")]
    private static partial void Connected(
        ILogger logger, ConnectionId connectionId, SessionId sessionId, UserId userId, bool resumed);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: user {UserId} left, session {SessionId}: {Reason}")]
    private static partial void Disconnected(
        ILogger logger, ConnectionId connectionId, SessionId sessionId, UserId userId, string reason);

    [LoggerMessage(LogLevel.Debug, "Connection {ConnectionId}: a request of user {UserId} to room {RoomId} was refused with {ErrorCode}")]
    private static partial void RequestRefused(
        ILogger logger, ConnectionId connectionId, UserId userId, RoomId? roomId, ErrorCode errorCode);

    [LoggerMessage(LogLevel.Error,
        "Connection {ConnectionId}: {RequestType} of user {UserId} to room {RoomId} failed; trace {TraceId}")]
    private static partial void RequestFailed(
        ILogger logger, ConnectionId connectionId, UserId userId, RoomId? roomId, ClientMessageType requestType, string traceId,
        Exception exception);

    [LoggerMessage(LogLevel.Error,
        "Connection {ConnectionId}: answering {RequestType} of user {UserId} to room {RoomId} failed; it is closed with 1011")]
    private static partial void AnswerFailed(
        ILogger logger, ConnectionId connectionId, UserId userId, RoomId? roomId, ClientMessageType requestType,
        Exception exception);

    [LoggerMessage(LogLevel.Error,
        "Connection {ConnectionId}: user {UserId} could not be confined to what new credentials allow; it is closed with 1011")]
    private static partial void NotNarrowed(ILogger logger, ConnectionId connectionId, UserId userId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Connection {ConnectionId}: session {SessionId} could not be kept for a resume")]
    private static partial void SessionNotKept(
        ILogger logger, ConnectionId connectionId, SessionId sessionId, Exception exception);
}
