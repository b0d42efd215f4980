using System.Collections.Immutable;
using Google.Protobuf;
using StackExchange.Redis;
using Streaming.Actors.Rooms;
using Streaming.Contracts;
using Streaming.Redis.Events;
using Streaming.Redis.Logs;
using Streaming.Redis.Tests.Peers;

namespace Streaming.Redis.Tests.Events;

public sealed class MessageEncodingTests
{
    [Fact]
    public void Encoding_OfAnyMessage_IsWhatTheLibraryGives()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            MessagePublished message = new RandomContent(seed).Make<MessagePublished>();

            Assert.Equal(EventCodec.Encode(message).ToByteArray(), Encode(message));
        }
    }

    public static TheoryData<string?, string?> Bounds => new()
    {
        { null, null }, { "", "" }, { "text/plain", null }, { new string('a', 127), new string('b', 128) }, { "\ud800", "é" },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Encoding_AtItsBounds_IsWhatTheLibraryGives(string? contentType, string? thread)
    {
        foreach (int length in (int[])[0, 1, 127, 128, 16_383, 16_384])
        {
            foreach (long seq in (long[])[0, 1, 127, 128, long.MaxValue])
            {
                var message = new MessagePublished
                {
                    Seq = seq, Timestamp = Sample.Noon, By = Sample.Ann, Request = default,
                    Body = new MessageBody(new byte[length], default, contentType, thread),
                };

                Assert.Equal(EventCodec.Encode(message).ToByteArray(), Encode(message));
            }
        }
    }

    [Fact]
    public void Entries_OfOneAppend_LieSideBySide()
    {
        ImmutableArray<RoomEvent> events =
        [
            .. ((int[])[10, 30_000, 5, 40_000, 200, 33_000, 100, 0]).Select(static (length, i) => (RoomEvent)new MessagePublished
            {
                Seq = i + 1, Timestamp = Sample.Noon, By = Sample.Ann, Request = new($"q{i}"), Body = new MessageBody(new byte[length]),
            }),
            new MemberLeft { Seq = 9, Timestamp = Sample.Noon, By = Sample.Ann, Request = new("q9") },
        ];
        var values = new RedisValue[events.Length + 2];

        LogEntry.Encode(events, values, at: 2);

        Assert.Equal(
            events.Select(static e => (byte[])[LogEntry.Version, .. EventCodec.Encode(e).ToByteArray()]),
            values.Skip(2).Select(static value => (byte[])value!));
    }

    private static byte[] Encode(MessagePublished message)
    {
        var encoding = new MessageEncoding(message);
        byte[] bytes = new byte[encoding.Size];
        encoding.WriteTo(bytes);
        return bytes;
    }
}
