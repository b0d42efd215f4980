using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Stores;

/// <summary>The fence as one life of a node reaches it.</summary>
internal sealed class SimulatedFence(SimulatedStore store, StoreLine line, StoreFaults faults, string life) : IShardFence
{
    public ValueTask<FenceOutcome> FenceAsync(ShardId shard, long term, long? goesOnFrom, CancellationToken cancellation) =>
        line.CallAsync($"{life}: fence {shard} at {term}, from {goesOnFrom}", faults, async () =>
        {
            FenceOutcome outcome = await store.Fence.FenceAsync(shard, term, goesOnFrom, cancellation);
            store.Terms.OnFenced(life, shard, outcome);
            return outcome;
        });

    public async ValueTask SealAsync(ShardId shard, long term, CancellationToken cancellation) =>
        await line.CallAsync($"{life}: seal {shard} at {term}", faults, async () =>
        {
            await store.Fence.SealAsync(shard, term, cancellation);
            store.Terms.OnSealed(shard, term);
            return true;
        });
}
