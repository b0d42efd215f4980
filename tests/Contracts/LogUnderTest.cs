using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Contracts;

/// <summary>An empty log, and the fence whose terms it checks.</summary>
/// <param name="shards">How many shards the fence has.</param>
/// <param name="dispose">Takes everything down again, stored data included.</param>
/// <param name="beginGeneration">The store restarts, and may have lost its last moments.</param>
public sealed class LogUnderTest(IRoomLog log, IShardFence fence, int shards, Func<Task> beginGeneration, Func<ValueTask> dispose)
    : IAsyncDisposable
{
    private readonly Dictionary<ShardId, long> _terms = [];

    public IRoomLog Log => log;

    public IShardFence Fence => fence;

    /// <summary>A writer in a new term of the room's shard; what earlier writers of it hold is void from now on.</summary>
    public async Task<RoomWriter> ClaimAsync(RoomId room)
    {
        ShardId shard = ShardId.Of(room.Value, shards);
        long term = ShardTerm.Next(_terms.GetValueOrDefault(shard), "writer");
        FenceOutcome outcome = await fence.FenceAsync(shard, term, goesOnFrom: null, CancellationToken.None);
        if (!outcome.IsHeld)
            throw new InvalidOperationException($"Shard {shard} could not be claimed in term {term}: it is at {outcome.Term}.");

        _terms[shard] = term;
        return new RoomWriter(room, shard, term);
    }

    /// <summary>As <see cref="ClaimAsync"/>, for a room of that shard; null for one of another.</summary>
    public async Task<RoomWriter?> ClaimIfInAsync(ShardId shard, RoomId room) =>
        ShardId.Of(room.Value, shards) == shard ? await ClaimAsync(room) : null;

    /// <summary>The store restarts, and may have lost its last moments.</summary>
    public Task BeginGenerationAsync() => beginGeneration();

    public ValueTask DisposeAsync() => dispose();
}
