using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Contracts;

/// <summary>An empty log, and the directory whose terms it checks: moving a term is done there.</summary>
/// <param name="directory">Of the one node that writes in these tests; no shard is owned yet.</param>
/// <param name="dispose">Takes everything down again, stored data included.</param>
public sealed class LogUnderTest(IRoomLog log, IShardDirectory directory, Func<ValueTask> dispose) : IAsyncDisposable
{
    public IRoomLog Log => log;

    /// <summary>A writer in a new term of the room's shard; what earlier writers of it hold is void from now on.</summary>
    public async Task<RoomWriter> ClaimAsync(RoomId room)
    {
        ShardId shard = directory.Current.ShardOf(room);
        if (directory.Current.OwnerOf(shard) is { } before)
            await directory.ReleaseAsync(shard, before.Term, CancellationToken.None);

        ShardOwner? owner = await directory.ClaimAsync(shard, CancellationToken.None);
        return owner is { } its
            ? new RoomWriter(room, shard, its.Term)
            : throw new InvalidOperationException($"Shard {shard} could not be claimed.");
    }

    public ValueTask DisposeAsync() => dispose();
}
