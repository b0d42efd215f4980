using Streaming.Actors.Directories;
using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Directories;

public sealed class InMemoryRoomDirectoryTests : RoomDirectoryContract
{
    private const int Shards = 4;

    protected override DirectoryUnderTest Create()
    {
        var clock = new ManualTimeProvider();
        var fence = new InMemoryShardFence(Shards);
        return new DirectoryUnderTest(RoomDirectory.InMemory(fence, clock), fence, Shards, time =>
        {
            clock.Advance(time);
            return Task.CompletedTask;
        });
    }
}
