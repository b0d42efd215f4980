using System.Text;
using System.Text.Json;
using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Tests;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("""{"type":"welcome","data":{"connection_id":"c"}}""", nameof(ReceivedKind.StepDone))]
    [InlineData("""{"id":"join","type":"ack","room_id":"r","data":{"seq":3}}""", nameof(ReceivedKind.StepDone))]
    [InlineData("""{"id":"1a-7","type":"ack","room_id":"r","data":{"seq":3}}""", nameof(ReceivedKind.Ack))]
    [InlineData("""{"id":"m","type":"message","room_id":"r","data":"PAYLOAD","seq":57}""", nameof(ReceivedKind.Delivery))]
    [InlineData("""{"id":"m","type":"join","room_id":"r","user_id":"u","seq":4}""", nameof(ReceivedKind.Nothing))]
    [InlineData("""{"type":"presence","room_id":"r","data":{"status":"online"}}""", nameof(ReceivedKind.Nothing))]
    [InlineData("""{"type":"error","error":{"code":"forbidden"}}""", nameof(ReceivedKind.Refusal))]
    public void Ours_TellsWhatAMessageIs(string text, string kind)
    {
        Received received = new OursProtocol().Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal((kind, text.Length), ($"{received.Kind}", received.Length));
        if (kind == nameof(ReceivedKind.Delivery))
            Assert.Equal((57, "PAYLOAD"), (received.Order, text.Substring(received.PayloadAt, 7)));
    }

    [Theory]
    [InlineData("", 7)]
    [InlineData("1", -1)]
    public void Ours_ReadsFromAnAckWhichMessageItIsFor(string before, long expected)
    {
        var protocol = new OursProtocol();
        var output = new MessageWriter();
        protocol.WritePublish(output, "room-7"u8, number: 7, "0123"u8);
        string id = JsonDocument.Parse(output.Written.ToArray()).RootElement.GetProperty("id").GetString()!;

        Received received = protocol.Read(Encoding.UTF8.GetBytes(ScriptedNode.Ack(before + id)));

        Assert.Equal((ReceivedKind.Ack, expected), (received.Kind, received.Number));
    }

    [Theory]
    [InlineData("""{"join":"r"}""", nameof(ReceivedKind.StepDone))]
    [InlineData("""{"room":"r","data":"PAYLOAD"}""", nameof(ReceivedKind.Delivery))]
    [InlineData("something else", nameof(ReceivedKind.Refusal))]
    public void Broadcast_TellsWhatAMessageIs(string text, string kind)
    {
        Received received = new BroadcastProtocol("/").Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal((kind, text.Length), ($"{received.Kind}", received.Length));
        if (kind == nameof(ReceivedKind.Delivery))
            Assert.Equal("PAYLOAD", text.Substring(received.PayloadAt, 7));
    }

    [Fact]
    public void Broadcast_ReadsWhatItPublishes()
    {
        var protocol = new BroadcastProtocol("/");
        var output = new MessageWriter();

        protocol.WritePublish(output, "room-7"u8, number: 1, "0123"u8);

        Received received = protocol.Read(output.Written);
        Assert.Equal("0123", Encoding.UTF8.GetString(output.Written.Slice(received.PayloadAt, 4)));
    }
}
