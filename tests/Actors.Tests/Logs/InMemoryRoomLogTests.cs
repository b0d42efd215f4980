using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Logs;

public sealed class InMemoryRoomLogTests : RoomLogContract
{
    protected override ValueTask<LogUnderTest> CreateAsync()
    {
        const int Shards = 8;
        var fence = new InMemoryShardFence(Shards);
        Task BeginGeneration()
        {
            fence.BeginGeneration();
            return Task.CompletedTask;
        }

        return ValueTask.FromResult(new LogUnderTest(
            new InMemoryRoomLog(fence), fence, Shards, BeginGeneration, () => ValueTask.CompletedTask));
    }
}
