using System.Net.WebSockets;
using System.Text;
using Streaming.Support;

namespace Streaming.Node.Tests.Lifecycle;

/// <summary>Behind a proxy all connections come from its address; the limit per address has to look at who is behind.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("true", "\"welcome\"")]
    [InlineData(null, "\"connection_limit\"")]
    public async Task Connect_SecondThroughAProxy_IsCountedByTheForwardedAddressWhereThatIsTrusted(string? trusted, string answer)
    {
        await using var node = await NodeProcess.StartAsync(
            ["--Streaming:Limits:MaxConnectionsPerIp=1"],
            new Dictionary<string, string?> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = trusted });
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        using var first = await ConnectAsync(node, "192.0.2.1", deadline.Token);
        Assert.Contains("\"welcome\"", await ReceiveAsync(first, deadline.Token));

        using var second = await ConnectAsync(node, "192.0.2.2", deadline.Token);

        Assert.Contains(answer, await ReceiveAsync(second, deadline.Token));
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
