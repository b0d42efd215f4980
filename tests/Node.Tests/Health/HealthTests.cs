using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Streaming.Support;

namespace Streaming.Node.Tests.Health;

/// <summary>The health endpoints of the real program.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private NodeProcess _node = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(["--Streaming:NodeId=n1"]);
        _http.BaseAddress = _node.Address;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Health_ServingNode_SaysWhoAndHowItIs()
    {
        using var response = await _http.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var root = body.RootElement;
        Assert.Equal("healthy", root.GetProperty("status").GetString());
        Assert.Equal("n1", root.GetProperty("node_id").GetString());
        Assert.Equal(0, root.GetProperty("connections").GetInt32());
        Assert.Equal(NodeVersion.Text, root.GetProperty("version").GetString());
        Assert.InRange(root.GetProperty("uptime_s").GetInt32(), 0, 60);
        Assert.Equal("healthy", root.GetProperty("services").GetProperty("rooms").GetProperty("status").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", root.GetProperty("timestamp").GetString());
    }

    [Fact]
    public async Task Health_OpenConnections_AreCounted()
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{_node.Address.Authority}/ws?user_id=ann"), deadline.Token);
        await client.ReceiveAsync(new byte[4096], deadline.Token);

        using var body = JsonDocument.Parse(await _http.GetStringAsync("/health"));

        Assert.Equal(1, body.RootElement.GetProperty("connections").GetInt32());
    }

    [Theory]
    [InlineData("/health/live", """{"status":"alive"}""")]
    [InlineData("/health/ready", """{"status":"ready"}""")]
    public async Task LiveAndReady_ServingNode_AreGreen(string path, string body)
    {
        using var response = await _http.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, body), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }
}
