using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Streaming.Support;

namespace Streaming.Node.Tests.Logging;

/// <summary>
/// Tokens may stand in addresses and headers. With the log at its most talkative, none of them may show up in it.
/// </summary>
public sealed class NoSecretsInLogsTests
{
    private const string Hush = "hushhushhushhushhushhushhushhush";

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Requests_WithTokensInAllPlaces_LeaveNoneInTheLog(string environment)
    {
        await using var node = await NodeProcess.StartAsync(
            [
                "--environment", environment, "--Streaming:RequireAuth=false", "--Streaming:AllowQueryToken=true",
                "--Serilog:MinimumLevel:Override:Microsoft=Verbose", "--Serilog:MinimumLevel:Override:System=Verbose",
            ],
            new Dictionary<string, string?> { ["LOG_LEVEL"] = "verbose", ["JWT_SECRET"] = Hush });

        foreach (string request in Requests())
            await SendAsync(node.Address, request);
        await node.SignalAsync("TERM");

        Assert.Equal(ExitCode.Ok, await node.WaitForExitAsync());
        Assert.DoesNotContain("hush", node.Output, StringComparison.OrdinalIgnoreCase);
        // It did log: something of each connection is there.
        Assert.Contains("Connection id", node.Output);
        if (environment == "Production")
            Assert.All(node.Output.Split('\n'), static line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Messages_GoodAndBad_LeaveNothingOfThemInTheLog()
    {
        await using var node = await NodeProcess.StartAsync(
            environment: new Dictionary<string, string?> { ["LOG_LEVEL"] = "verbose" });
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{node.Address.Authority}/ws?user_id=ann"), deadline.Token);
        string[] messages =
        [
            """{"type":"join","id":"1","room_id":"r"}""",
            $$"""{"type":"message","id":"2","room_id":"r","data":{"text":"{{Hush}}"},"metadata":{"{{Hush}}":"{{Hush}}"} }""",
            $$"""{"type":"presence","id":"3","data":{"status":"away","custom_status":"{{Hush}}"} }""",
            $$"""{"type":"history","id":"4","room_id":"r","data":{"search":"{{Hush}}"} }""",
            $$"""{"type":"{{Hush}}","id":"5"}""",
            $$"""{"type":"message","id":"6","room_id":"r","data":{{Hush}}""",
            $$"""{"type":"ping","id":"last","data":"{{Hush}}"}""",
        ];
        foreach (string message in messages)
            await client.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        while (!await ReceivesAsync(client, "\"last\"", deadline.Token))
        {
        }

        await node.SignalAsync("TERM");
        await node.WaitForExitAsync();

        Assert.DoesNotContain("hush", node.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<bool> ReceivesAsync(ClientWebSocket client, string text, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 * 1024];
        var received = await client.ReceiveAsync(buffer, cancellation);
        Assert.Equal(WebSocketMessageType.Text, received.MessageType);
        return Encoding.UTF8.GetString(buffer, 0, received.Count).Contains(text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Requests()
    {
        const string upgrade =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        foreach (string path in new[] { "/", "/ws", "/sse", "/health", "/nowhere", "/api/v1/rooms/r/history" })
        {
            yield return $"GET {path}?access_token={Hush} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            yield return $"GET {path}?resume_token={Hush} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            yield return $"GET {path}?ticket={Hush}&user_id={Hush}%20 HTTP/1.1\r\nHost: a\r\n{upgrade}\r\n";
            yield return $"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Hush}\r\nConnection: close\r\n\r\n";
            yield return $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {Hush}\r\nConnection: close\r\nContent-Length: 32\r\n\r\n{Hush}";
        }

        // What the web server itself refuses, and would like to quote.
        yield return $"GET /ws?access_token={Hush}\u0001 HTTP/1.1\r\nHost: a\r\n\r\n";
        yield return $"GET /ws?access_token={Hush} HTTP/9.9\r\nHost: a\r\n\r\n";
        yield return $"GET  /ws?access_token={Hush}\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Hush}\r\nBroken {Hush}\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: {Hush}/\r\n\r\n";
        yield return $"GET /{Hush} HTTP/1.1\r\nHost: a\r\nHost: {Hush}\r\n\r\n".Replace("/" + Hush, "/");
    }

    // Sends what no proper client would, and reads what comes back until the server has enough.
    private static async Task SendAsync(Uri address, string request)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, deadline.Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), deadline.Token);
        socket.Client.Shutdown(SocketShutdown.Send);
        try
        {
            await stream.CopyToAsync(Stream.Null, deadline.Token);
        }
        catch (IOException)
        {
            // A reset instead of a close is as good an end.
        }
    }
}
