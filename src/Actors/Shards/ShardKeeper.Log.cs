using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

public sealed partial class ShardKeeper
{
    [LoggerMessage(1, LogLevel.Information, "Waiting for the id {NodeId} to become free: a node that goes by it is still in the cluster")]
    private static partial void LogIdTaken(ILogger logger, NodeId nodeId);

    [LoggerMessage(2, LogLevel.Critical, "Another node has taken the id {NodeId}; this one leaves the cluster")]
    private static partial void LogDisplaced(ILogger logger, NodeId nodeId);

    [LoggerMessage(3, LogLevel.Error, "The directory of the cluster cannot be reached; rooms answer unavailable until it can")]
    private static partial void LogAway(ILogger logger, Exception e);

    [LoggerMessage(4, LogLevel.Warning, "The directory of the cluster is back")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "The store goes on as {Generation}: it may have lost its last moments; what is in memory is checked against it")]
    private static partial void LogGeneration(ILogger logger, string generation);

    [LoggerMessage(6, LogLevel.Debug, "Shards taken up: {Count}")]
    private static partial void LogTakenUp(ILogger logger, int count);

    [LoggerMessage(7, LogLevel.Warning, "Shard {ShardId} is no longer ours (term {Term})")]
    private static partial void LogAbandoned(ILogger logger, ShardId shardId, long term);

    [LoggerMessage(8, LogLevel.Warning, "Shard {ShardId} could not be checked against the store; it is tried again")]
    private static partial void LogNotVerified(ILogger logger, Exception e, ShardId shardId);

    [LoggerMessage(9, LogLevel.Information, "Shards to hand over: {Count}")]
    private static partial void LogHandingOver(ILogger logger, int count);

    [LoggerMessage(10, LogLevel.Warning, "Handing over was broken off; it is tried again")]
    private static partial void LogHandOverFailed(ILogger logger, Exception e);
}
