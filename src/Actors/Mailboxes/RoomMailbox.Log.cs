using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    [LoggerMessage(1, LogLevel.Error, "Room {RoomId}: {Command} of user {UserId} failed; the room will be read anew from its log. Trace {TraceId}")]
    private static partial void LogCommandFailed(ILogger logger, Exception e, RoomId roomId, string command, UserId userId, string traceId);

    [LoggerMessage(2, LogLevel.Warning, "Room {RoomId}: an append after seq {Seq} has an unknown outcome; the log will tell")]
    private static partial void LogAppendFailed(ILogger logger, Exception e, RoomId roomId, long seq);

    [LoggerMessage(3, LogLevel.Warning, "Room {RoomId}: the log does not end at seq {Seq}; reading it anew")]
    private static partial void LogConflict(ILogger logger, RoomId roomId, long seq);

    [LoggerMessage(4, LogLevel.Information, "Room {RoomId}: shard {ShardId} is no longer ours (term {Term})")]
    private static partial void LogFenced(ILogger logger, RoomId roomId, ShardId shardId, long term);

    [LoggerMessage(5, LogLevel.Error, "Room {RoomId}: its log cannot be read")]
    private static partial void LogLoadFailed(ILogger logger, Exception e, RoomId roomId);

    [LoggerMessage(7, LogLevel.Critical, "Room {RoomId}: its mailbox failed and was given up; the next command reads the room anew. Trace {TraceId}")]
    private static partial void LogTurnFailed(ILogger logger, Exception e, RoomId roomId, string traceId);

    [LoggerMessage(8, LogLevel.Warning, "Room {RoomId}: the store has lost seq {FirstSeq} to {LastSeq}; they are written again from memory")]
    private static partial void LogWrittenAgain(ILogger logger, RoomId roomId, long firstSeq, long lastSeq);

    [LoggerMessage(9, LogLevel.Error, "Room {RoomId}: {Observer} failed on what it was told")]
    private static partial void LogObserverFailed(ILogger logger, Exception e, RoomId roomId, string observer);
}
