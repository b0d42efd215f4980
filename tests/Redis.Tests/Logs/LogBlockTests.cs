using StackExchange.Redis;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Streaming.Redis.Logs;
using Xunit;

namespace Streaming.Redis.Tests.Logs;

public sealed class LogBlockTests
{
    [Fact]
    public void Block_GivesBackWhatIsSought()
    {
        byte[]?[] stored = [.. Sample.Messages(11, 20).Select(LogEntry.Encode)];
        stored[4] = null;
        (byte[] block, int count) = LogBlock.Encode(stored);
        Assert.Equal(10, count);

        var sought = SoughtEvents.Between(13, 22);
        LogBlock.Decode(Entry(20, block), sought);

        Content.AssertSame(
            (RoomEvent?[])[Sample.Message(13), Sample.Message(14), null, .. Sample.Messages(16, 20), null, null], sought.Found);
    }

    [Fact]
    public void Block_HoldsEventsThatAreNotUnderstood_ByteForByte()
    {
        byte[] newer = [9, .. "what a later release writes"u8];
        (byte[] block, _) = LogBlock.Encode(new byte[]?[] { LogEntry.Encode(Sample.Message(1)), newer });

        byte[] unpacked = new byte[4_096];
        Assert.True(System.IO.Compression.BrotliDecoder.TryDecompress(block.AsSpan(9), unpacked, out int length));
        Assert.True(unpacked.AsSpan(0, length).EndsWith(newer));

        var sought = SoughtEvents.Between(1, 2);
        LogBlock.Decode(Entry(2, block), sought);
        Content.AssertSame(new RoomEvent?[] { Sample.Message(1), null }, sought.Found);
    }

    [Fact]
    public void Block_IsFullAtItsBytes_ButHoldsOneEventAtLeast()
    {
        byte[] large = new byte[LogBlock.MaxBytes / 2];
        Assert.Equal(1, LogBlock.Encode(new byte[]?[] { large, large, large }).Count);
        Assert.Equal(3, LogBlock.Encode(new byte[]?[] { large[..1_000], null, large, large }).Count);
        Assert.Equal(1, LogBlock.Encode(new byte[]?[] { new byte[1_500_000], large }).Count);
    }

    [Fact]
    public void Block_OfChat_TakesAThirdOfIt()
    {
        // Words of a small vocabulary in any order, as people write: nothing repeats but the words, the names and the frame.
        string[] words = "the a to of we can you see this build is not it was just now that have tests failed again on merge ok thanks will look".Split(' ');
        var random = new Random(7);
        byte[]?[] stored =
        [
            .. Enumerable.Range(1, 256).Select(seq => LogEntry.Encode(Sample.Message(
                seq, string.Join(' ', Enumerable.Range(0, random.Next(4, 20)).Select(_ => words[random.Next(words.Length)]))))),
        ];

        (byte[] block, int count) = LogBlock.Encode(stored);

        Assert.Equal(256, count);
        Assert.InRange(block.Length, 1, stored.Sum(static one => one!.Length) / 3);
    }

    [Fact]
    public void Sought_AtPlaces_FindsThoseOnly()
    {
        (byte[] block, _) = LogBlock.Encode([.. Sample.Messages(1, 100).Select(LogEntry.Encode)]);
        var sought = SoughtEvents.At([3, 50, 101]);
        LogBlock.Decode(Entry(100, block), sought);
        sought.Redact(50);
        sought.Redact(60);

        Content.AssertSame(new RoomEvent?[] { Sample.Message(3), Sample.Message(50).WithoutContent(), null }, sought.Found);
    }

    private static RedisResult Entry(long seq, byte[] block) => RedisResult.Create(
        (RedisResult[])[RedisResult.Create((RedisValue)$"{seq}-0"), RedisResult.Create((RedisValue[])["b", block])]);
}
