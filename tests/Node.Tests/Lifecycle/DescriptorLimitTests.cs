using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Streaming.Support;
using Streaming.Transport.Tests;

namespace Streaming.Node.Tests.Lifecycle;

/// <summary>The real program when more clients come than the system lets it have files open.</summary>
public sealed class DescriptorLimitTests
{
    private const int Limit = 600;

    [Fact]
    public async Task MoreConnectionsThanDescriptors_ThoseThereAreServed_AndOthersOnceThereIsRoom()
    {
        await using NodeProcess node = await StartAsync();
        using ClientWebSocket ann = await ConnectAsync(node);
        await AskAsync(ann);

        List<Socket> crowd = await CrowdAsync(node);
        await Eventually.HoldsAsync(() => node.Output.Contains("No connection can be accepted", StringComparison.Ordinal));
        for (int i = 0; i < 20; i++)
            await AskAsync(ann);
        Task<ClientWebSocket> bobConnects = ConnectAsync(node);
        await AskAsync(ann);
        Assert.False(bobConnects.IsCompleted);

        foreach (Socket socket in crowd)
            socket.Dispose();
        using ClientWebSocket bob = await ServedAsync(bobConnects, node);
        await AskAsync(bob);
        await AskAsync(ann);
        await Eventually.HoldsAsync(() => node.Output.Contains("Connections are accepted", StringComparison.Ordinal));

        // One line when it begins and one when it is over, and nothing else went wrong.
        string[] lines = node.Output.Split('\n');
        Assert.Single(lines, line => line.Contains("No connection can be accepted", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("Connections are accepted", StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled", node.Output, StringComparison.OrdinalIgnoreCase);
        await node.SignalAsync("TERM");
        Assert.Equal(ExitCode.Ok, await node.WaitForExitAsync());
    }

    /// <summary>What a node has to load for its first clients is loaded when there are too many of them.</summary>
    [Fact]
    public async Task MoreConnectionsThanDescriptors_OnANodeThatHasServedNobody_DoNotEndIt()
    {
        await using NodeProcess node = await StartAsync();
        List<Socket> crowd = await CrowdAsync(node);
        await Eventually.HoldsAsync(() => node.Output.Contains("No connection can be accepted", StringComparison.Ordinal));

        byte[] buffer = new byte[4096];
        byte[] request = "GET /health HTTP/1.1\r\nHost: chat.example\r\n\r\n"u8.ToArray();
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        foreach (Socket socket in crowd.Take(20))
        {
            await socket.SendAsync(request, deadline.Token);
            int count = await socket.ReceiveAsync(buffer, deadline.Token);
            Assert.StartsWith("HTTP/1.1 200 ", Encoding.ASCII.GetString(buffer, 0, count), StringComparison.Ordinal);
        }

        foreach (Socket socket in crowd)
            socket.Dispose();
        using ClientWebSocket ann = await ServedAsync(ConnectAsync(node), node);
        await AskAsync(ann);
    }

    private static Task<NodeProcess> StartAsync() => NodeProcess.StartAsync(
        place: NodePlace.Here with { Within = ["bash", "-c", $"ulimit -n {Limit} && exec \"$@\"", "bash"] });

    // The system takes them in for the node, which cannot accept the last of them.
    private static async Task<List<Socket>> CrowdAsync(NodeProcess node)
    {
        var crowd = new List<Socket>();
        for (int i = 0; i < Limit; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            crowd.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, node.Address.Port);
        }

        return crowd;
    }

    private static async Task<ClientWebSocket> ConnectAsync(NodeProcess node)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{node.Address.Authority}/ws"), deadline.Token);
        return client;
    }

    private static async Task<ClientWebSocket> ServedAsync(Task<ClientWebSocket> connecting, NodeProcess node)
    {
        try
        {
            return await connecting.WaitAsync(NodeProcess.Deadline);
        }
        catch (WebSocketException exception)
        {
            throw new InvalidOperationException("The node did not take the connection. It said: " + node.Output, exception);
        }
    }

    private static async Task AskAsync(ClientWebSocket client)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        string id = Guid.NewGuid().ToString();
        await client.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"type":"ping","id":"{{id}}"}"""), WebSocketMessageType.Text, true, deadline.Token);
        byte[] buffer = new byte[16_384];
        while (true)
        {
            var result = await client.ReceiveAsync(buffer, deadline.Token);
            if (Encoding.UTF8.GetString(buffer, 0, result.Count).Contains(id, StringComparison.Ordinal))
                return;
        }
    }
}
