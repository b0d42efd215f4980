using System.Globalization;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Contracts;

/// <summary>One life of a node, as it uses its directory.</summary>
public sealed class DirectoryNode(IShardDirectory directory, ClusterMember self)
{
    public NodeId Id => self.Node;

    public ClusterMember Self => self;

    /// <summary>The same node after it was started anew.</summary>
    public DirectoryNode Reborn() => new(directory, self with { Incarnation = self.Incarnation + "-again" });

    /// <summary>The same life, that tells another story of itself.</summary>
    public DirectoryNode With(MemberInfo info) => new(directory, self with { Info = info });

    public async Task<DirectoryView> BeatAsync(TimeSpan ttl) =>
        await TryBeatAsync(ttl) ?? throw new InvalidOperationException($"{Id} was refused.");

    public async Task<DirectoryView?> TryBeatAsync(TimeSpan ttl) => await directory.BeatAsync(self, ttl, CancellationToken.None);

    public async Task<DirectoryView> ClaimAsync(params int[] shards) => await ClaimAboveAsync(0, shards);

    public async Task<DirectoryView> ClaimAboveAsync(long floor, params int[] shards) => await directory.ClaimAsync(
        self, [.. shards.Select(shard => new ShardClaim(new ShardId(shard), floor))], CancellationToken.None);

    public async Task<DirectoryView> TransferAsync(int shard, long term, NodeId to) =>
        await directory.TransferAsync(self, [new ShardTransfer(new ShardId(shard), term, to)], CancellationToken.None);

    public async Task<DirectoryView> TransferAsync(params ShardTransfer[] transfers) =>
        await directory.TransferAsync(self, transfers, CancellationToken.None);

    public async Task LeaveAsync() => await directory.LeaveAsync(self, CancellationToken.None);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}/{self.Incarnation}");
}
