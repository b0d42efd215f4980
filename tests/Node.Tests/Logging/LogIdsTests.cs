using System.Net.WebSockets;
using System.Text.Json;
using Streaming.Support;

namespace Streaming.Node.Tests.Logging;

/// <summary>Looking for an id in the log finds the lines about that one thing.</summary>
public sealed class LogIdsTests
{
    [Fact]
    public async Task ConnectionId_WithTheWebServerAtItsMostTalkative_IsThatOfOurConnectionsOnly()
    {
        await using var node = await NodeProcess.StartAsync(
            ["--environment", "Production", "--Streaming:RequireAuth=false", "--Serilog:MinimumLevel:Override:Microsoft=Verbose"],
            new Dictionary<string, string?> { ["LOG_LEVEL"] = "verbose" });
        using var http = new HttpClient { BaseAddress = node.Address };
        await http.GetStringAsync("/health");
        string welcomed = await ConnectAsync(node.Address);
        await node.SignalAsync("TERM");
        Assert.Equal(ExitCode.Ok, await node.WaitForExitAsync());

        var lines = node.Output.Split('\n').Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        var ours = Values(lines, "ConnectionId");
        Assert.NotEmpty(ours);
        Assert.All(ours, id => Assert.Equal(welcomed, id));
        Assert.Empty(Values(lines, "TraceId"));
        Assert.NotEmpty(Values(lines, "HttpConnectionId"));
        Assert.DoesNotContain(welcomed, Values(lines, "HttpConnectionId"));
        // How it ended is said for people, not as the name of a type.
        Assert.Single(lines, line => Text(line).Contains("closed by the peer with 1000", StringComparison.Ordinal)
            && Text(line).Contains(" left, session ", StringComparison.Ordinal));
    }

    private static async Task<string> ConnectAsync(Uri address)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{address.Authority}/ws?user_id=ann"), deadline.Token);
        byte[] buffer = new byte[4096];
        var received = await client.ReceiveAsync(buffer, deadline.Token);
        using var welcome = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        return Find(welcome.RootElement, "connection_id")
            ?? throw new InvalidOperationException("The welcome has no connection_id: " + welcome.RootElement);
    }

    private static string? Find(JsonElement element, string name)
    {
        if (element.TryGetProperty(name, out var value))
            return value.GetString();
        return element.TryGetProperty("data", out var data) ? Find(data, name) : null;
    }

    private static string Text(JsonElement line) => line.GetProperty("RenderedMessage").GetString()!;

    private static List<string?> Values(IEnumerable<JsonElement> lines, string name) =>
    [
        .. lines.Where(line => line.TryGetProperty("Properties", out var properties) && properties.TryGetProperty(name, out _))
            .Select(line => line.GetProperty("Properties").GetProperty(name).GetString()),
    ];
}
