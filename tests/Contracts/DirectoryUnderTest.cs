using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Contracts;

/// <summary>An empty directory of rooms, and the fence whose terms it checks.</summary>
/// <param name="shards">How many shards the fence has.</param>
/// <param name="pass">Has time go by.</param>
public sealed class DirectoryUnderTest(RoomDirectory directory, IShardFence fence, int shards, Func<TimeSpan, Task> pass)
{
    private readonly Dictionary<ShardId, long> _terms = [];

    public RoomDirectory Directory => directory;

    /// <summary>A writer in a new term of the room's shard; what earlier writers of it say is void from now on.</summary>
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

    /// <summary>The shard is given up, and nobody has it yet.</summary>
    public async Task SealAsync(RoomWriter writer) => await fence.SealAsync(writer.Shard, writer.Term, CancellationToken.None);

    public Task PassAsync(TimeSpan time) => pass(time);

    /// <summary>A room in the same shard.</summary>
    public RoomId Neighbour(RoomId room) =>
        Enumerable.Range(1, 10_000).Select(static i => new RoomId($"neighbour-{i}"))
            .First(other => ShardId.Of(other.Value, shards) == ShardId.Of(room.Value, shards));

    /// <summary>A room in another shard.</summary>
    public RoomId Stranger(RoomId room) =>
        Enumerable.Range(1, 10_000).Select(static i => new RoomId($"stranger-{i}"))
            .First(other => ShardId.Of(other.Value, shards) != ShardId.Of(room.Value, shards));
}
