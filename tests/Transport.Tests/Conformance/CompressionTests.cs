using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>permessage-deflate with .NET's own client, which compresses whatever it sends.</summary>
public sealed class CompressionTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("said again and again, ", 200));

    [Fact]
    public async Task Message_ClientOffersCompression_TravelsCompressedBothWaysAndIsTheSameToOthers()
    {
        await using var server = await StreamingServer.StartAsync(static options => options.Compression.Enabled = true);
        await using var ann = await ConnectAsync(server, "ann", compresses: true);
        await using var bob = await ConnectAsync(server, "bob", compresses: false);
        await JoinAsync(ann);
        await JoinAsync(bob);

        foreach (string text in new[] { Long, "short" })
        {
            var ack = await ann.AskAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["data"] = text });
            Assert.Equal("ack", (string?)ack["type"]);
            Assert.Equal(text, await HeardAsync(ann));
            Assert.Equal(text, await HeardAsync(bob));
        }
    }

    [Fact]
    public async Task History_LargeAnswer_IsReadByAClientThatCompresses()
    {
        await using var server = await StreamingServer.StartAsync(static options => options.Compression.Enabled = true);
        await using var ann = await ConnectAsync(server, "ann", compresses: true);
        await JoinAsync(ann);
        for (int i = 0; i < 10; i++)
            await ann.AskAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["data"] = Long });

        var history = await ann.AskAsync(new JsonObject { ["type"] = "history", ["room_id"] = "lobby", ["data"] = new JsonObject { ["limit"] = 10 } });

        Assert.Equal(10, history["data"]!["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Handshake_CompressionIsOff_OfferIsNotTakenUp()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ann = await ConnectAsync(server, "ann", compresses: true);

        await JoinAsync(ann);

        Assert.False(ann.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"));
    }

    private static async Task<WsClient> ConnectAsync(StreamingServer server, string user, bool compresses)
    {
        var uri = new UriBuilder(server.Http) { Scheme = "ws", Path = "/ws", Query = $"user_id={user}" }.Uri;
        var client = await WsClient.OpenAsync(uri, compression: compresses ? new WebSocketDeflateOptions() : null);
        await client.TakeWelcomeAsync();
        return client;
    }

    private static async Task JoinAsync(WsClient client) =>
        Assert.Equal("ack", (string?)(await client.AskAsync(new JsonObject { ["type"] = "join", ["room_id"] = "lobby" }))["type"]);

    private static async Task<string?> HeardAsync(WsClient client) =>
        (string?)(await client.FindAsync(static message => (string?)message["type"] == "message" && message["seq"] is not null))["data"];
}
