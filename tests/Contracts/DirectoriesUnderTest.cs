using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Contracts;

/// <summary>Two nodes' directories over the same shards, none of them owned yet.</summary>
public sealed class DirectoriesUnderTest(
    (NodeId Node, IShardDirectory Directory) first, (NodeId Node, IShardDirectory Directory) second, Func<ValueTask> dispose) : IAsyncDisposable
{
    public (NodeId Node, IShardDirectory Directory) First => first;

    public (NodeId Node, IShardDirectory Directory) Second => second;

    public ValueTask DisposeAsync() => dispose();
}
