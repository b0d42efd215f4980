using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Shards;

public sealed class InMemoryShardDirectoryTests : ShardDirectoryContract
{
    protected override ValueTask<DirectoriesUnderTest> CreateAsync()
    {
        var table = new InMemoryShardTable(shards: 8);
        NodeId first = new("n1"), second = new("n2");
        return ValueTask.FromResult(new DirectoriesUnderTest(
            (first, new InMemoryShardDirectory(table, first)), (second, new InMemoryShardDirectory(table, second)), () => ValueTask.CompletedTask));
    }
}
