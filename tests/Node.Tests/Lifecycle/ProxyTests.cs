using System.Net.WebSockets;
using System.Text;
using Streaming.Support;

namespace Streaming.Node.Tests.Lifecycle;

/// <summary>Behind a proxy all connections come from its address; the limit per address has to look at who is behind.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.0/8", "\"welcome\"")]
    [InlineData("10.0.0.0/8", "\"connection_limit\"")]
    [InlineData("", "\"connection_limit\"")]
    public async Task Connect_SecondThroughAProxy_IsCountedByTheForwardedAddressWhereThatIsTrusted(string trusted, string answer)
    {
        await using var node = await NodeProcess.StartAsync(
            ["--Streaming:Limits:MaxConnectionsPerIp=1", $"--Streaming:Limits:TrustedProxies={trusted}"]);
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var first = await ConnectAsync(node, "192.0.2.1", deadline.Token);
        Assert.Contains("\"welcome\"", await ReceiveAsync(first, deadline.Token));

        using var second = await ConnectAsync(node, "192.0.2.2", deadline.Token);

        Assert.Contains(answer, await ReceiveAsync(second, deadline.Token));
    }

    [Fact]
    public async Task Start_WithTheVariableThatTrustsEverybody_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(static () => NodeProcess.StartAsync(
            [], new Dictionary<string, string?> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true" }));

        Assert.Contains("ASPNETCORE_FORWARDEDHEADERS_ENABLED (from the environment): must not be set", failure.Message);
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket client, CancellationToken cancellation)
    {
        byte[] buffer = new byte[4096];
        var received = await client.ReceiveAsync(buffer, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<ClientWebSocket> ConnectAsync(NodeProcess node, string address, CancellationToken cancellation)
    {
        var client = new ClientWebSocket();
        client.Options.SetRequestHeader("X-Forwarded-For", address);
        await client.ConnectAsync(new Uri($"ws://{node.Address.Authority}/ws?user_id=ann"), cancellation);
        return client;
    }
}
