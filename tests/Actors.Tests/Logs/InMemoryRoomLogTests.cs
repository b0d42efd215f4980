using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Xunit;

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

    [Theory]
    [InlineData(5, false)] // with all of the append
    [InlineData(6, false)] // with the event that did it
    [InlineData(7, true)] // what came after it says nothing
    public async Task Redaction_IsLostWithItsEvent_AndNotOtherwise(long lastSeq, bool isRedacted)
    {
        var fence = new InMemoryShardFence(shards: 1);
        var log = new InMemoryRoomLog(fence);
        var writer = new RoomWriter(new RoomId("lobby"), default, ShardTerm.Next(0, "writer"));
        await fence.FenceAsync(default, writer.Term, goesOnFrom: null, default);
        await log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 0, Sample.Messages(1, 5)), default);
        await log.AppendAsync(new RoomAppend(writer, Sample.Epoch, 5, [Sample.Message(6), Deletion(7, of: 2), Sample.Message(8)]), default);
        Assert.True((await SecondAsync(log, writer)).IsRedacted);

        log.Lose(writer.Room, lastSeq);

        Assert.Equal(isRedacted, (await SecondAsync(log, writer)).IsRedacted);
    }

    private static MessageAnnotated Deletion(long seq, long of) => new()
    {
        Seq = seq, Timestamp = Sample.Noon, By = Sample.Ann, Request = new RequestId("d"), Action = MessageAction.Delete, Target = of,
        Author = Sample.Ann, Redacted = [of],
    };

    private static async Task<MessagePublished> SecondAsync(InMemoryRoomLog log, RoomWriter writer) =>
        (MessagePublished)(await log.ReadManyAsync(writer.Room, Sample.Epoch, [2], default))[0];
}
