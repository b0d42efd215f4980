namespace Streaming.Actors.Shards;

/// <summary>
/// Port: the terms that the logs of a shard accept. Belongs to the store that holds the logs, whatever the directory is: a log's
/// append and this are atomic against each other.
/// </summary>
public interface IShardFence
{
    /// <summary>
    /// Lets this node alone write to the logs of the shard, in <paramref name="term"/>. Whoever wrote in a lower one is
    /// refused from now on.
    /// <para>
    /// Where the store may have lost its last moments since it was fenced before, and nobody's memory tells what was in
    /// them, the logs of the shard are put in doubt (<see cref="Logs.LogPage.IsInDoubt"/>). Nobody's: the writer
    /// before is not this node that goes on. That the shard was sealed does not help: a later term may have been lost whole,
    /// with all that was written in it.
    /// </para>
    /// </summary>
    /// <param name="goesOnFrom">
    /// The term in which this node has owned the shard without a break until now, and has made sure that its logs have all that
    /// it acked; null when it has not. May be <paramref name="term"/> itself: then nothing but doubt is taken away.
    /// </param>
    ValueTask<FenceOutcome> FenceAsync(ShardId shard, long term, long? goesOnFrom, CancellationToken cancellation);

    /// <summary>
    /// Ends writing in <paramref name="term"/>: a write that is still on its way is refused, so that the next owner, and who looks into
    /// the log meanwhile, sees its end. Nothing happens when the term is not the shard's any more.
    /// </summary>
    ValueTask SealAsync(ShardId shard, long term, CancellationToken cancellation);
}
