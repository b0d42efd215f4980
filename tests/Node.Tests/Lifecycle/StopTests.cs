using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Streaming.Support;

namespace Streaming.Node.Tests.Lifecycle;

/// <summary>How the real program ends.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(NodeProcess.Deadline);
    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartAsync(["--Streaming:Drain:ReconnectSpread=3s"]);

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_IdleNode_DrainsAndEndsWithZero(string signal)
    {
        await _node.SignalAsync(signal);

        Assert.Equal(ExitCode.Ok, await _node.WaitForExitAsync());
        Assert.Contains("Drained in", _node.Output);
    }

    [Fact]
    public async Task Signal_ConnectedClients_AreToldWhenToComeBackAndClosedWith1001()
    {
        using var ann = await ConnectAsync("ann");
        using var bob = await ConnectAsync("bob");

        await _node.SignalAsync("TERM");

        foreach (var client in new[] { ann, bob })
        {
            using var draining = await ReceiveAsync(client);
            Assert.Equal("draining", draining!.RootElement.GetProperty("event").GetString());
            Assert.InRange(
                draining.RootElement.GetProperty("data").GetProperty("reconnect_after_ms").GetInt32(), 0, 3000);
            Assert.Null(await ReceiveAsync(client));
            Assert.Equal(1001, (int?)client.CloseStatus);
            await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _deadline.Token);
        }

        Assert.Equal(ExitCode.Ok, await _node.WaitForExitAsync());
    }

    [Fact]
    public async Task Signal_WhileItDrains_NodeIsNotReadyAndTakesNobody()
    {
        // A client that does not answer the close keeps the drain from ending for a while.
        using var client = await ConnectAsync("ann");
        using var http = new HttpClient { BaseAddress = _node.Address };
        await _node.SignalAsync("TERM");
        using var draining = await ReceiveAsync(client);

        using var ready = await http.GetAsync("/health/ready");
        using var live = await http.GetAsync("/health/live");
        using var sse = await http.GetAsync("/sse?room_id=a&user_id=bob");
        using var newcomer = new ClientWebSocket();
        newcomer.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() =>
            newcomer.ConnectAsync(Socket("bob"), _deadline.Token));

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"status":"draining"}"""),
            (ready.StatusCode, await ready.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, sse.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, newcomer.HttpStatusCode);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task SecondSignal_WhileItDrains_EndsAtOnce(string signal, int exitCode)
    {
        using var client = await ConnectAsync("ann");
        await _node.SignalAsync("TERM");
        using var draining = await ReceiveAsync(client);

        await _node.SignalAsync(signal);

        Assert.Equal(exitCode, await _node.WaitForExitAsync());
    }

    private Uri Socket(string user) =>
        new($"ws://{_node.Address.Authority}/ws?user_id={user}");

    // Connected, and welcomed.
    private async Task<ClientWebSocket> ConnectAsync(string user)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(Socket(user), _deadline.Token);
        using var welcome = await ReceiveAsync(client);
        Assert.Equal("welcome", welcome!.RootElement.GetProperty("type").GetString());
        return client;
    }

    // Null when the server closes.
    private async Task<JsonDocument?> ReceiveAsync(ClientWebSocket client)
    {
        byte[] buffer = new byte[64 * 1024];
        var received = await client.ReceiveAsync(buffer, _deadline.Token);
        Assert.True(received.EndOfMessage);
        return received.MessageType == WebSocketMessageType.Close
            ? null
            : JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, received.Count));
    }
}
