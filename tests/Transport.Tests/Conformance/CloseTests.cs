using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>How connections end: docs/protocol.md, section 5, close codes.</summary>
public class CloseTests
{
    [Fact]
    public async Task TenMalformedInARow_CloseWith1007_EachAnsweredBefore()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        for (int i = 0; i < 10; i++)
            await ada.SendTextAsync("hello");

        for (int i = 0; i < 10; i++)
            Assert.Equal("invalid_message", (string?)(await ada.NextAsync())["error"]!["code"]);
        Assert.Equal(1007, await ada.CloseCodeAsync());
    }

    [Fact]
    public async Task NineMalformed_AndAGoodOne_AreForgiven()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 9; i++)
                await ada.SendTextAsync("hello");
            await ada.AskAsync(new JsonObject { ["type"] = "ping" });
        }
    }

    [Fact]
    public async Task AFrameFarTooLarge_ClosesWith1009()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        await ada.SendBytesAsync(new byte[(4 * 65_536) + 1], WebSocketMessageType.Text);

        Assert.Equal(1009, await ada.CloseCodeAsync());
    }

    [Fact]
    public async Task ASlowConsumer_IsClosedWith4008_AndLosesNothing()
    {
        await using var server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        var slow = await WsClient.OpenAsync(new Uri($"ws://{server.Http.Authority}/ws?user_id=bob"), reads: false);
        await slow.SendAsync(new JsonObject { ["type"] = "join", ["room_id"] = "lobby" });
        await ada.EventAsync("join", "lobby");

        // More than the outbox and both sockets' buffers hold, until the server has had enough.
        string large = new('x', 60_000);
        while (server.Node.Sessions.Count == 2)
            Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", large))["type"]);

        slow.StartReading();
        var got = new List<long>();
        try
        {
            while (true)
                got.Add((long)(await slow.FindAsync(message => message["seq"] is not null))["seq"]!);
        }
        catch (InvalidOperationException)
        {
            // The connection ended.
        }

        Assert.Equal(4008, await slow.CloseCodeAsync());
        Assert.Equal(Enumerable.Range(4, got.Count).Select(seq => (long)seq), got);
        await using var again = await server.ConnectAsync("bob");
        var ack = await again.JoinAsync("lobby", new JsonObject { ["since"] = got.Count == 0 ? 3 : got[^1] });
        Assert.True((bool?)ack["data"]!["recovered"]);
        await slow.DisposeAsync();
    }

    [Fact]
    public async Task MoreThanAUsersConnections_AreClosedWith4010()
    {
        await using var server = await StreamingServer.StartAsync(options => options.Limits.MaxConnectionsPerUser = 2);
        await using var first = await server.ConnectAsync("ada");
        await using var second = await server.ConnectAsync("ada");
        await using var third = await server.OpenAsync("user_id=ada");
        await using var other = await server.ConnectAsync("bob");

        Assert.Equal("connection_limit", (string?)(await third.NextAsync())["error"]!["code"]);
        Assert.Equal(4010, await third.CloseCodeAsync());
        await second.DisposeAsync();
        await Eventually.HoldsAsync(() => server.Registry.Count == 2);
        await using var fourth = await server.ConnectAsync("ada");
        Assert.Equal("welcome", (string?)fourth.Welcome["type"]);
    }

    [Fact]
    public async Task WhomTheClusterRefuses_HasNoPlaceOnTheNode_HoweverLongTheyTakeToGo()
    {
        await using var server = await StreamingServer.StartAsync(options => options.Limits.MaxConnectionsPerUser = 1);
        await using var first = await server.ConnectAsync("ada");
        using var dawdler = new System.Net.WebSockets.ClientWebSocket();
        await dawdler.ConnectAsync(new Uri($"ws://{server.Http.Authority}/ws?user_id=ada"), CancellationToken.None);

        // Told why, and the close is not answered.
        await dawdler.ReceiveAsync(new ArraySegment<byte>(new byte[4096]), CancellationToken.None);
        Assert.Equal(1, server.Registry.Count);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("address")]
    public async Task MoreThanTheNodesOrAnAddressConnections_AreClosedWith4010(string limit)
    {
        await using var server = await StreamingServer.StartAsync(options =>
        {
            if (limit == "node")
                options.Limits.MaxConnectionsPerNode = 1;
            else
                options.Limits.MaxConnectionsPerIp = 1;
        });
        await using var ada = await server.ConnectAsync("ada");
        await using var bob = await server.OpenAsync("user_id=bob");

        Assert.Equal("connection_limit", (string?)(await bob.NextAsync())["error"]!["code"]);
        Assert.Equal(4010, await bob.CloseCodeAsync());
    }

    [Fact]
    public async Task WithoutCredentials_WhereTheyAreRequired_IsClosedWith4001()
    {
        await using var server = await StreamingServer.StartAsync(options =>
        {
            options.RequireAuth = true;
            options.Jwt.Secret = TokenForge.Secret;
        });
        await using var stranger = await server.OpenAsync("");

        Assert.Equal("unauthorized", (string?)(await stranger.NextAsync())["error"]!["code"]);
        Assert.Equal(4001, await stranger.CloseCodeAsync());
    }

    [Theory]
    [InlineData("bad%20name", "user_id must be 1 to 128 characters")]
    [InlineData("service:billing", "user_id must not be")]
    public async Task AGuestWithABadName_IsClosedWith4001_AndToldWhy(string name, string why)
    {
        await using var server = await StreamingServer.StartAsync();
        await using var guest = await server.OpenAsync($"user_id={name}");

        Assert.Equal("invalid_message", (string?)(await guest.NextAsync())["error"]!["code"]);
        Assert.Equal(4001, await guest.CloseCodeAsync());
        Assert.StartsWith(why, guest.Socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromAnOriginThatIsNotAllowed_IsRefusedBeforeTheHandshake()
    {
        await using var server = await StreamingServer.StartAsync(options => options.Origins = ["https://chat.example"]);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://{server.Http.Authority}/ws"), CancellationToken.None));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task ADrainingNode_TellsWhenToComeBack_AndClosesWith1001()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        var stopping = server.StopAsync();

        var draining = await ada.FindAsync(message => (string?)message["event"] == "draining");

        Assert.InRange((int)draining["data"]!["reconnect_after_ms"]!, 0, 10_000);
        Assert.Equal(1001, await ada.CloseCodeAsync());
        await stopping.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task ADrainingNode_AcksWhatItHasTaken()
    {
        await using var server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
        for (int i = 0; i < 50; i++)
            await ada.SendAsync(new JsonObject { ["type"] = "message", ["room_id"] = "lobby", ["id"] = $"m-{i}", ["data"] = i });
        await ada.FindAsync(message => (string?)message["id"] == "m-0");
        var stopping = server.StopAsync();
        await ada.CloseCodeAsync();
        await stopping.WaitAsync(Eventually.Patience);

        // What was acked and what stands in the log are the same, and begin at the beginning.
        var log = await server.Rooms.ReadAsync(
            new Actors.Ids.RoomId("lobby"), Actors.Logs.LogRange.Following(0, limit: 200), CancellationToken.None);
        int acked = 1;
        try
        {
            while (true)
            {
                await ada.FindAsync(message => (string?)message["type"] == "ack");
                acked++;
            }
        }
        catch (InvalidOperationException)
        {
            // The connection ended.
        }

        Assert.Equal(log.Events.OfType<Actors.Rooms.MessagePublished>().Count(), acked);
    }

    [Fact]
    public async Task AnIdleConnection_IsClosedWith4011_AndOneThatListensIsNot()
    {
        await using var server = await StreamingServer.StartAsync(options => options.Limits.IdleTimeout = TimeSpan.FromSeconds(20));
        await using var idle = await server.ConnectAsync("ada");
        await using var listening = await server.ConnectAsync("bob");
        await listening.JoinAsync("lobby");
        // Whoever has been answered is being watched.
        await idle.AskAsync(new JsonObject { ["type"] = "ping" });

        server.Clock.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal(4011, await idle.CloseCodeAsync());
        await listening.AskAsync(new JsonObject { ["type"] = "ping" });
    }
}
