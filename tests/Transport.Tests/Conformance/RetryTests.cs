using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>The same request again has no second effect.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Message_Again_FromAnotherConnection_GetsTheSameAck_AndIsDeliveredOnce()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        var first = await ada.SayAsync("lobby", "once", "m-1");

        await using var again = await _server.ConnectAsync("ada");
        var second = await again.SayAsync("lobby", "once", "m-1");
        await ada.SayAsync("lobby", "next", "m-2");

        Assert.Equal(first["data"]!.ToJsonString(), second["data"]!.ToJsonString());
        Assert.Equal("once", (string?)(await bob.EventAsync("message", "lobby"))["data"]);
        Assert.Equal("next", (string?)(await bob.EventAsync("message", "lobby"))["data"]);
    }

    [Fact]
    public async Task Message_Again_WhileTheFirstIsOnItsWay_GetsTheSameAck()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        var message = new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["id"] = "m-1", ["data"] = 1 };
        await ada.SendAsync(message);
        await ada.SendAsync(message);

        var first = await ada.FindAsync(answer => (string?)answer["id"] == "m-1");
        var second = await ada.FindAsync(answer => (string?)answer["id"] == "m-1");

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(3, (long?)first["data"]!["seq"]);
    }

    [Fact]
    public async Task Message_WithTheSameIdInAnotherRoom_OrOfAnotherUser_IsAnother()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("one");
        await ada.JoinAsync("two");
        await bob.JoinAsync("one");

        await ada.SayAsync("one", 1, "m-1");
        var elsewhere = await ada.SayAsync("two", 1, "m-1");
        var byBob = await bob.SayAsync("one", 1, "m-1");

        Assert.Equal(3, (long?)elsewhere["data"]!["seq"]);
        Assert.Equal(5, (long?)byBob["data"]!["seq"]);
    }
}
