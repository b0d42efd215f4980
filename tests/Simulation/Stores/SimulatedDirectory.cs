using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Stores;

/// <summary>The directory as one life of a node reaches it.</summary>
internal sealed class SimulatedDirectory(SimulatedStore store, StoreLine line, StoreFaults faults, string life) : IShardDirectory
{
    public int Shards => store.Directory.Shards;

    public ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation) =>
        line.CallAsync($"{life}: beat", faults, async () =>
        {
            DirectoryView? view = await store.Directory.BeatAsync(self, ttl, cancellation);
            if (view is not null)
                store.Terms.OnNamed(view);
            return view;
        });

    public ValueTask<DirectoryView> ClaimAsync(ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation) =>
        line.CallAsync($"{life}: claim {claims.Count}", faults, async () =>
        {
            DirectoryView view = await store.Directory.ClaimAsync(self, claims, cancellation);
            store.Terms.OnNamed(view);
            return view;
        });

    public ValueTask<DirectoryView> TransferAsync(
        ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation) =>
        line.CallAsync($"{life}: transfer {transfers.Count}", faults, async () =>
        {
            DirectoryView view = await store.Directory.TransferAsync(self, transfers, cancellation);
            store.Terms.OnNamed(view);
            return view;
        });

    public async ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation) =>
        await line.CallAsync($"{life}: leave", faults, async () =>
        {
            await store.Directory.LeaveAsync(self, cancellation);
            return true;
        });
}
