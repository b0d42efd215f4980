using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Sse;
using Xunit;

namespace Streaming.Transport.Tests.Sse;

public sealed class SseEncoderTests
{
    private readonly SseEncoder _encoder = new(new JsonWriters());

    [Theory]
    [InlineData("{\"a\":\n1}", "data: {\"id\":\"e-1\",\"type\":\"message\",\"room_id\":\"lobby\",\"user_id\":\"ada\",\"data\":{\"a\":\ndata: 1},")]
    [InlineData("{\"a\":\r\n\r\n1}", "\"data\":{\"a\":\ndata: 1},")]
    [InlineData("{\"a\":\r1}", "\"data\":{\"a\":\ndata: 1},")]
    [InlineData("\"\\n\"", "\"data\":\"\\n\",")]
    public void Event_WithLineBreaksInItsData_StaysOneEvent(string data, string expected)
    {
        string text = Encoding.UTF8.GetString(_encoder.Events(Batch(data)).Span);

        Assert.StartsWith("event: message\n", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        Assert.Single(Parse(text));
    }

    [Fact]
    public void AnyData_ComesOutOfAParserWithTheSameMeaning()
    {
        var values = Gen.NonEmptyListOf(Gen.OneOf(
            from text in ArbMap.Default.GeneratorFor<NonNull<string>>()
            select System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get))),
            from gaps in Gen.ListOf(Gen.Elements("\n", "\r", "\r\n", " ", "\t"))
            select $"{{{string.Concat(gaps)}\"a\"{string.Concat(gaps)}:[1,{string.Concat(gaps)}2]}}"));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(values), data =>
        {
            string text = Encoding.UTF8.GetString(_encoder.Events(Batch([.. data])).Span);
            var events = Parse(text);

            Assert.Equal(
                data.Select(one => JsonNode.Parse(one)?.ToJsonString()),
                events.Select(one => JsonNode.Parse(one.Data)!["data"]?.ToJsonString()));
            Assert.All(events, one => Assert.Equal("message", one.EventType));
        }));
    }

    [Fact]
    public void Events_ForEveryListener_AreTheVerySameBytes()
    {
        var batch = Batch("1");

        Assert.Equal(_encoder.Events(batch), _encoder.Events(batch));
    }

    private static List<SseItem<string>> Parse(string text) =>
        [.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(text))).Enumerate()];

    private static FeedBatch Batch(params string[] data) => new(new RoomId("lobby"), new Epoch("e"),
    [
        .. data.Select((text, i) => new MessagePublished
        {
            Seq = i + 1, Timestamp = DateTimeOffset.UnixEpoch, By = new UserId("ada"), Request = default,
            Body = new MessageBody(Encoding.UTF8.GetBytes(text)),
        }),
    ]);
}
