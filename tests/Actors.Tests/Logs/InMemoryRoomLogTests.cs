using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Logs;

public sealed class InMemoryRoomLogTests : RoomLogContract
{
    protected override ValueTask<LogUnderTest> CreateAsync()
    {
        var table = new InMemoryShardTable(shards: 8);
        return ValueTask.FromResult(new LogUnderTest(
            new InMemoryRoomLog(table), new InMemoryShardDirectory(table, new NodeId("n1")), () => ValueTask.CompletedTask));
    }
}
