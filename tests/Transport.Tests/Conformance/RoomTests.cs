using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Joining, speaking and leaving: docs/protocol.md, section 3, over real sockets.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Welcome_ComesFirst_AndTellsWhatAClientNeeds()
    {
        await using var ada = await _server.ConnectAsync("ada");
        var data = ada.Welcome["data"]!;

        Assert.Equal("welcome", (string?)ada.Welcome["type"]);
        Assert.Equal("ada", (string?)data["user_id"]);
        Assert.Equal("node-under-test", (string?)data["node_id"]);
        Assert.Equal(1, (int?)data["protocol"]);
        Assert.Equal(30, (int?)data["heartbeat_s"]);
        Assert.Equal(65_536, (int?)data["max_message_size"]);
        Assert.False((bool?)data["resumed"]);
        Assert.All(["connection_id", "session_id", "resume_token"], name => Assert.NotEmpty((string)data[name]!));
    }

    [Fact]
    public async Task Welcome_OfANamelessGuest_BearsAMadeUpName()
    {
        await using var guest = await _server.OpenAsync("");

        Assert.StartsWith("guest-", (string)(await guest.TakeWelcomeAsync())["data"]!["user_id"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_OfTheCreator_IsAckedWithTheHead()
    {
        await using var ada = await _server.ConnectAsync("ada");
        var ack = await ada.JoinAsync("lobby");

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal("lobby", (string?)ack["room_id"]);
        Assert.Equal(2, (long?)ack["data"]!["seq"]);
        Assert.Equal(1, (long?)ack["data"]!["first_seq"]);
        Assert.Equal("owner", (string?)ack["data"]!["role"]);
        Assert.Equal(1, (int?)ack["data"]!["member_count"]);
        Assert.True((bool?)ack["data"]!["recovered"]);
        Assert.NotEmpty((string)ack["data"]!["epoch"]!);
    }

    [Fact]
    public async Task Join_OfAnother_IsALoggedEvent()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");

        var ack = await bob.JoinAsync("lobby");
        var joined = await ada.EventAsync("join", "lobby");

        Assert.Equal("guest", (string?)ack["data"]!["role"]);
        Assert.Equal(2, (int?)ack["data"]!["member_count"]);
        Assert.Equal("bob", (string?)joined["user_id"]);
        Assert.Equal(3, (long?)joined["seq"]);
        Assert.Equal("guest", (string?)joined["data"]!["role"]);
        Assert.Equal($"{ack["data"]!["epoch"]}-3", (string?)joined["id"]);
    }

    [Fact]
    public async Task Join_OfAMember_IsNotLoggedAgain()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var phone = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.Equal(2, (long?)(await phone.JoinAsync("lobby"))["data"]!["seq"]);
    }

    [Fact]
    public async Task Join_OfAnUnknownRoom_IsRefusedWhereRoomsAreNotMade()
    {
        await using var strict = await StreamingServer.StartAsync(options => options.AutoCreateRooms = false);
        await using var ada = await strict.ConnectAsync("ada");
        var error = await ada.JoinAsync("lobby");

        Assert.Equal("room_not_found", (string?)error["error"]!["code"]);
        Assert.Equal("lobby", (string?)error["room_id"]);
    }

    [Fact]
    public async Task Join_OfMoreRoomsThanAllowed_IsRefused()
    {
        await using var small = await StreamingServer.StartAsync(options => options.Limits.MaxRoomsPerUser = 2);
        await using var ada = await small.ConnectAsync("ada");
        await ada.JoinAsync("one");
        await ada.JoinAsync("two");

        Assert.Equal("room_limit", (string?)(await ada.JoinAsync("three"))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await ada.JoinAsync("two"))["type"]);
    }

    [Fact]
    public async Task Message_ReachesEverySubscriber_TheSendersConnectionsIncluded()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var phone = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        foreach (var client in (WsClient[])[ada, phone, bob])
            await client.JoinAsync("lobby");

        var ack = await ada.AskAsync(new JsonObject
        {
            ["type"] = "message", ["room_id"] = "lobby", ["id"] = "m-1", ["user_id"] = "eve", ["thread_id"] = "t-1",
            ["data"] = new JsonObject { ["text"] = "hello" }, ["metadata"] = new JsonObject { ["k"] = 1 },
            ["content_type"] = "text/plain",
        });

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal(4, (long?)ack["data"]!["seq"]);
        foreach (var client in (WsClient[])[ada, phone, bob])
        {
            var message = await client.EventAsync("message", "lobby");
            Assert.Equal((string?)ack["data"]!["message_id"], (string?)message["id"]);
            Assert.Equal((string?)ack["data"]!["timestamp"], (string?)message["timestamp"]);
            Assert.Equal("2030-01-01T00:00:00.000Z", (string?)message["timestamp"]);
            Assert.Equal(4, (long?)message["seq"]);
            Assert.Equal("ada", (string?)message["user_id"]);
            Assert.Equal("hello", (string?)message["data"]!["text"]);
            Assert.Equal(1, (int?)message["metadata"]!["k"]);
            Assert.Equal("t-1", (string?)message["thread_id"]);
            Assert.Equal("text/plain", (string?)message["content_type"]);
        }
    }

    [Fact]
    public async Task Message_OfAConnectionThatWantsNoEcho_ReachesOnlyTheOthers()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var phone = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        await phone.JoinAsync("lobby");

        await ada.SayAsync("lobby", "mine");
        await phone.EventAsync("message", "lobby");
        await phone.SayAsync("lobby", "from the phone");

        Assert.Equal("from the phone", (string?)(await ada.EventAsync("message", "lobby"))["data"]);
    }

    [Fact]
    public async Task Message_OfWhoIsNoMember_IsRefused()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");

        Assert.Equal("not_a_member", (string?)(await bob.SayAsync("lobby", 1))["error"]!["code"]);
        Assert.Equal("room_not_found", (string?)(await bob.SayAsync("nowhere", 1))["error"]!["code"]);
    }

    [Fact]
    public async Task Messages_SentWithoutWaiting_KeepTheirOrder()
    {
        await using var server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);
        await using var ada = await server.ConnectAsync("ada");
        await using var bob = await server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        // More than may be in flight at a time, so that reading stops and goes on.
        for (int i = 0; i < 300; i++)
            await ada.SendAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["id"] = $"m-{i}", ["data"] = i });

        // Acks name their message, and may overtake one another.
        HashSet<string> acked = [];
        for (int i = 0; i < 300; i++)
        {
            acked.Add((string)(await ada.FindAsync(message => (string?)message["type"] == "ack"))["id"]!);
            var message = await bob.EventAsync("message", "lobby");
            Assert.Equal((i, i + 4L), ((int?)message["data"], (long?)message["seq"]));
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(static i => $"m-{i}").ToHashSet(), acked);
    }

    [Fact]
    public async Task Message_WithoutId_IsDeliveredAndNotAcked()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.SendAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["data"] = "quiet" });
        await ada.EventAsync("message", "lobby");

        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), message => (string?)message["type"] is "ack" or "error");
    }

    [Fact]
    public async Task Leave_EndsDelivery_AndKeepsMembership()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        var ack = await bob.AskAsync(new JsonObject { ["type"] = "leave", ["room_id"] = "lobby" });
        await ada.SayAsync("lobby", "unheard");

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal("ack", (string?)(await bob.SayAsync("lobby", "still a member"))["type"]);
        Assert.DoesNotContain(await bob.EverythingSoFarAsync(), message => (string?)message["type"] == "message");
    }

    [Fact]
    public async Task Leave_OfMembership_IsALoggedEvent()
    {
        await using var ada = await _server.ConnectAsync("ada");
        await using var bob = await _server.ConnectAsync("bob");
        await ada.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        var ack = await bob.AskAsync(new JsonObject
        {
            ["type"] = "leave", ["room_id"] = "lobby", ["data"] = new JsonObject { ["membership"] = true },
        });
        var left = await ada.EventAsync("leave", "lobby");

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal(("bob", 4L), ((string?)left["user_id"], (long?)left["seq"]));
        Assert.Equal("not_a_member", (string?)(await bob.SayAsync("lobby", 1))["error"]!["code"]);
    }

    [Fact]
    public async Task Data_OfAnyJson_ArrivesByteForByte()
    {
        const string Data = """{ "n": 1.50E+3, "t" : "\u0041é😀\/", "a":[ null,true , {} ] }""";
        await using var ada = await _server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await using var raw = await _server.ConnectRawAsync("bob");
        await raw.SendAsync("""{"type":"join","room_id":"lobby","id":"j"}""");
        await raw.FindAsync("\"id\":\"j\"");

        await ada.SendTextAsync($$"""{"type":"message","room_id":"lobby","data":{{Data}}}""");

        Assert.Contains($"\"data\":{Data},", await raw.FindAsync("\"type\":\"message\""), StringComparison.Ordinal);
    }
}
