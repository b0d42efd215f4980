using System.Text;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

public sealed class ClientMessageReaderTests
{
    [Fact]
    public void Read_EveryField_IsThere()
    {
        var message = Read("""
            {"id":"r-1","type":"message","room_id":"lobby","data":{"text":"hi"},"metadata":{"a":1},
             "content_type":"text/plain","thread_id":"t-1"}
            """).Message!;

        Assert.Equal(ClientMessageType.Message, message.Type);
        Assert.Equal(new RequestId("r-1"), message.Id);
        Assert.Equal(new RoomId("lobby"), message.Room);
        Assert.Equal("""{"text":"hi"}""", Text(message.Data));
        Assert.Equal("""{"a":1}""", Text(message.Metadata));
        Assert.Equal("text/plain", message.ContentType);
        Assert.Equal("t-1", message.ThreadId);
    }

    [Theory]
    [InlineData("join")]
    [InlineData("leave")]
    [InlineData("history")]
    [InlineData("read")]
    [InlineData("signal")]
    public void Read_TypeThatNeedsARoom_IsRead(string type)
    {
        var reading = Read($$"""{"type":"{{type}}","room_id":"lobby"}""");

        Assert.Null(reading.Problem);
        Assert.Equal(type, Vocabulary.Types[reading.Message!.Type]);
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":"resume","data":{}}""")]
    [InlineData("""{"type":"typing","event":"start","room_id":"r"}""")]
    [InlineData("""{"type":"typing","event":"stop","room_id":"r"}""")]
    [InlineData("""{"type":"presence","data":{"status":"away"}}""")]
    [InlineData("""{"type":"presence","event":"get","room_id":"r"}""")]
    [InlineData("""{"type":"message","event":"edited","room_id":"r","data":{}}""")]
    [InlineData("""{"type":"message","channel_id":"c","data":1}""")]
    [InlineData("""{"type":"moderate","event":"ban","room_id":"r","data":{}}""")]
    [InlineData("""{"type":"subscribe","channel_id":"c"}""")]
    [InlineData("""{"type":"join","event":"whatever","room_id":"r"}""")]
    [InlineData("""{"type":"ping","user_id":5,"seq":"x","timestamp":[],"unknown":{"id":"inner"},"":1}""")]
    [InlineData("""{"\u0074ype":"\u0070ing"}""")]
    [InlineData("""{"type":"ping","\ud800":1}""")]
    [InlineData("""{"type":"ping","id":null,"room_id":null,"event":null,"since":null,"epoch":null,"metadata":null,"thread_id":null}""")]
    [InlineData(" \r\n\t{ \"type\" : \"ping\" } \n")]
    public void Read_WhatTheProtocolAllows_IsTaken(string json) => Assert.Null(Read(json).Problem);

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-12.50e3")]
    [InlineData("1e999999")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud800 half a pair\"")]
    [InlineData("[ 1,  2 ]")]
    [InlineData("{ \"a\" : { \"a\" : 1, \"a\" : 2 } }")]
    public void Read_AnyData_IsCarriedByteForByte(string data)
    {
        var message = Read($$"""{"data": {{data}} ,"type":"message","room_id":"r"}""").Message!;

        Assert.Equal(data, Text(message.Data));
    }

    [Theory]
    [InlineData("""{"type":"join","room_id":"r","since":0}""", 0L, null)]
    [InlineData("""{"type":"join","room_id":"r","since":9223372036854775807,"epoch":"e"}""", long.MaxValue, "e")]
    public void Read_Since_IsAPosition(string json, long seq, string? epoch)
    {
        var since = Read(json).Message!.Since!.Value;

        Assert.Equal(seq, since.Seq);
        Assert.Equal(epoch, since.Epoch?.Value);
    }

    [Fact]
    public void Read_EpochWithoutSince_IsNoPosition() =>
        Assert.Null(Read("""{"type":"join","room_id":"r","epoch":"e"}""").Message!.Since);

    [Theory]
    // Not an object, or not JSON at all.
    [InlineData("", "not valid JSON")]
    [InlineData("   ", "not valid JSON")]
    [InlineData("hello", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"type":"ping"} x""", "not valid JSON")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""", "not valid JSON")]
    [InlineData("""{"type":"ping",}""", "not valid JSON")]
    [InlineData("""{"type":"ping"/* comment */}""", "not valid JSON")]
    [InlineData("""{'type':'ping'}""", "not valid JSON")]
    [InlineData("{\"type\":\"pi\nng\"}", "not valid JSON")]
    [InlineData("""{"type":"ping","data":01}""", "not valid JSON")]
    [InlineData("[]", "a message must be a JSON object")]
    [InlineData("\"ping\"", "a message must be a JSON object")]
    [InlineData("5", "a message must be a JSON object")]
    [InlineData("null", "a message must be a JSON object")]
    // The type.
    [InlineData("{}", "type is missing")]
    [InlineData("""{"type":null}""", "type is missing")]
    [InlineData("""{"type":5}""", "type must be a string")]
    [InlineData("""{"type":["ping"]}""", "type must be a string")]
    [InlineData("""{"type":"shout"}""", "unknown type")]
    [InlineData("""{"type":"PING"}""", "unknown type")]
    [InlineData("""{"type":"ack"}""", "unknown type")]
    [InlineData("""{"type":""}""", "unknown type")]
    [InlineData("""{"type":"\ud800"}""", "unknown type")]
    // Ids.
    [InlineData("""{"type":"ping","id":5}""", "id must be a string")]
    [InlineData("""{"type":"ping","id":""}""", "id must be a string of 1 to 64")]
    [InlineData("""{"type":"ping","id":"\ud800"}""", "id must be a string")]
    [InlineData("""{"type":"ping","id":"a","id":"b"}""", "id occurs twice")]
    [InlineData("""{"type":"join","room_id":""}""", "room_id must be")]
    [InlineData("""{"type":"join","room_id":"a b"}""", "room_id must be")]
    [InlineData("""{"type":"join","room_id":"ä"}""", "room_id must be")]
    [InlineData("""{"type":"join","room_id":{"x":1}}""", "room_id must be")]
    [InlineData("""{"type":"join","room_id":"a","room_id":"a"}""", "room_id occurs twice")]
    [InlineData("""{"type":"subscribe","channel_id":"a/b"}""", "channel_id must be")]
    // The other fields.
    [InlineData("""{"type":"ping","metadata":[]}""", "metadata must be an object")]
    [InlineData("""{"type":"ping","metadata":"x"}""", "metadata must be an object")]
    [InlineData("""{"type":"ping","thread_id":5}""", "thread_id must be a string")]
    [InlineData("""{"type":"ping","content_type":{}}""", "content_type must be a string")]
    [InlineData("""{"type":"ping","event":5}""", "event must be a string")]
    [InlineData("""{"type":"ping","event":"a","event":"b"}""", "event occurs twice")]
    [InlineData("""{"type":"join","room_id":"r","since":-1}""", "since must be")]
    [InlineData("""{"type":"join","room_id":"r","since":1.5}""", "since must be")]
    [InlineData("""{"type":"join","room_id":"r","since":"5"}""", "since must be")]
    [InlineData("""{"type":"join","room_id":"r","since":9223372036854775808}""", "since must be")]
    [InlineData("""{"type":"join","room_id":"r","since":[0]}""", "since must be")]
    [InlineData("""{"type":"join","room_id":"r","epoch":1}""", "epoch must be a string")]
    [InlineData("""{"type":"message","room_id":"r","data":1,"data":2}""", "data occurs twice")]
    // What the type needs.
    [InlineData("""{"type":"join"}""", "room_id is missing")]
    [InlineData("""{"type":"leave"}""", "room_id is missing")]
    [InlineData("""{"type":"history"}""", "room_id is missing")]
    [InlineData("""{"type":"message","data":1}""", "room_id is missing")]
    [InlineData("""{"type":"message","room_id":"r"}""", "data is missing")]
    [InlineData("""{"type":"message","room_id":"r","channel_id":"c","data":1}""", "room_id and channel_id cannot both")]
    [InlineData("""{"type":"message","event":"shouted","room_id":"r","data":1}""", "unknown event for type `message`")]
    [InlineData("""{"type":"typing","room_id":"r"}""", "event is missing; type `typing` needs one")]
    [InlineData("""{"type":"typing","event":"get","room_id":"r"}""", "unknown event for type `typing`")]
    [InlineData("""{"type":"typing","event":"start"}""", "room_id is missing")]
    [InlineData("""{"type":"presence","event":"start"}""", "unknown event for type `presence`")]
    [InlineData("""{"type":"presence","event":"get"}""", "room_id is missing")]
    [InlineData("""{"type":"moderate","room_id":"r"}""", "event is missing; type `moderate` needs one")]
    [InlineData("""{"type":"subscribe","room_id":"r"}""", "channel_id is missing")]
    public void Read_WhatTheProtocolForbids_IsExplained(string json, string explanation)
    {
        var reading = Read(json);

        Assert.Null(reading.Message);
        Assert.Contains(explanation, reading.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"r-1","type":"shout"}""")]
    [InlineData("""{"type":"shout","id":"r-1"}""")]
    [InlineData("""{"type":{"deep":[1,2]},"room_id":[[]],"id":"r-1"}""")]
    [InlineData("""{"since":{"a":1},"id":"r-1","type":"join"}""")]
    [InlineData("""{"id":"r-1","id":"r-2","type":"ping"}""")]
    [InlineData("""{"id":"r-1","type":"join"}""")]
    [InlineData("""{"id":"r-1",""")]
    [InlineData("""{"id":"r-1","type":"ping"} trailing""")]
    public void Read_WrongButWithAnId_TellsTheId(string json)
    {
        var reading = Read(json);

        Assert.NotNull(reading.Problem);
        Assert.Equal(new RequestId("r-1"), reading.Id);
    }

    [Fact]
    public void Read_WrongButWithARoom_TellsTheRoom() =>
        Assert.Equal(new RoomId("lobby"), Read("""{"type":"shout","room_id":"lobby"}""").Room);

    [Fact]
    public void Read_LongestIds_AreTaken()
    {
        string id = new('i', 64);
        string room = new('r', 128);
        var message = Read($$"""{"type":"join","id":"{{id}}","room_id":"{{room}}"}""").Message!;

        Assert.Equal(id, message.Id?.Value);
        Assert.Equal(room, message.Room?.Value);
    }

    [Theory]
    [InlineData("id", 65)]
    [InlineData("room_id", 129)]
    [InlineData("thread_id", 129)]
    [InlineData("content_type", 129)]
    [InlineData("epoch", 129)]
    [InlineData("id", 100_000)]
    public void Read_LongerText_IsRefused(string field, int length)
    {
        string text = new('x', length);

        Assert.StartsWith(field, Read($$"""{"type":"join","{{field}}":"{{text}}"}""").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InvalidUtf8_IsRefusedWithItsId()
    {
        byte[] bytes = [.. """{"id":"r-1","type":"message","room_id":"r","data":" """u8, 0xC3, 0x28, .. "\"}"u8];
        var reading = ClientMessageReader.Read(bytes);

        Assert.Contains("UTF-8", reading.Problem, StringComparison.Ordinal);
        Assert.Equal(new RequestId("r-1"), reading.Id);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(20_000, false)]
    public void Read_Depth_IsBounded(int depth, bool isTaken)
    {
        string data = new string('[', depth) + new string(']', depth);
        var reading = Read($$"""{"id":"r-1","type":"message","room_id":"r","data":{{data}}}""");

        Assert.Equal(isTaken, reading.Problem is null);
        if (!isTaken)
            Assert.Contains("nested deeper", reading.Problem, StringComparison.Ordinal);
        Assert.Equal(new RequestId("r-1"), reading.Id);
    }

    [Fact]
    public void ReadBody_TakesContentOnly()
    {
        var envelope = new ClientMessage { Type = ClientMessageType.Message, Room = new RoomId("lobby"), Id = new RequestId("key") };
        byte[] body = """{"data":1,"metadata":{},"thread_id":"t","room_id":5,"type":"x","id":[],"user_id":"eve"}"""u8.ToArray();
        var message = ClientMessageReader.ReadBody(body, envelope).Message!;

        Assert.Equal("1", Text(message.Data));
        Assert.Equal("{}", Text(message.Metadata));
        Assert.Equal("t", message.ThreadId);
        Assert.Equal(new RoomId("lobby"), message.Room);
        Assert.Equal(new RequestId("key"), message.Id);
    }

    private static ClientMessageReading Read(string json) => ClientMessageReader.Read(Encoding.UTF8.GetBytes(json));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
