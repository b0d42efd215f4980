using System.Text;
using Streaming.Transport.Connections;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.WebSockets;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>However a connection ends, its descriptor is closed.</summary>
[Collection(AloneCollection.Name)]
public sealed class DescriptorTests
{
    private const int Rounds = 250;

    // Timers, logs and the pool of the clients may have some of their own.
    private const int Slack = 5;

    private static readonly ReadOnlyMemory<byte> Flood = FrameWriter.EncodeText(new byte[60_000]);

    [Fact]
    public async Task Connections_OfEveryEnd_LeaveNoDescriptorBehind()
    {
        await using var server = await TestServer.StartAsync(prepare: (_, handler) => handler.Answer = Answer);
        Func<TestServer, Task>[] ends =
        [
            ConnectsAndGoes, ResetsInTheMiddleOfARequest, IsRefused, ResetsRightAfterTheHandshake, ResetsWithTheHandshake,
            Vanishes, ClosesInOrder, IsClosedByTheServer, IsAbortedByTheServer, DoesNotTakeWhatItIsSent,
        ];
        foreach (var end in ends)
            await end(server);
        await server.AllReleasedAsync();
        var before = Descriptors();

        for (var round = 0; round < Rounds; round++)
            await Task.WhenAll(ends.Select(end => end(server)));

        await server.AllReleasedAsync();
        await NoMoreThanAsync(before);
    }

    [Fact]
    public async Task Servers_ThatWereStopped_LeaveNoDescriptorBehind()
    {
        await StartAndStopAsync();
        var before = Descriptors();
        for (var i = 0; i < 20; i++)
            await StartAndStopAsync();
        await NoMoreThanAsync(before);
    }

    private static async Task StartAndStopAsync()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        using var http = new HttpClient();
        await http.GetAsync(server.Http);
        await ada.JoinAsync("lobby");
    }

    private static async Task NoMoreThanAsync(int before)
    {
        try
        {
            await Eventually.HoldsAsync(() => Descriptors() <= before + Slack);
        }
        catch (TimeoutException)
        {
            // What they are, and what became of those that are sockets, tells whose they are.
            var open = Directory.GetFileSystemEntries("/proc/self/fd").Select(entry => new FileInfo(entry).LinkTarget);
            Assert.Fail($"{before} before; now {string.Join(' ', open)}\n{File.ReadAllText("/proc/self/net/tcp")}");
        }
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static async Task ConnectsAndGoes(TestServer server)
    {
        using var client = await RawClient.ConnectAsync(server.Port);
    }

    private static async Task ResetsInTheMiddleOfARequest(TestServer server)
    {
        using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync("GET /ws HT"u8.ToArray());
        client.Reset();
    }

    private static async Task IsRefused(TestServer server)
    {
        using var client = await RawClient.ConnectAsync(server.Port);
        await client.RequestAsync(RawClient.Handshake(changes: ("Sec-WebSocket-Key", "short")));
    }

    private static async Task ResetsRightAfterTheHandshake(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port);
        client.Reset();
    }

    private static async Task ResetsWithTheHandshake(TestServer server)
    {
        using var client = await RawClient.ConnectAsync(server.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes(RawClient.Handshake()));
        client.Reset();
    }

    private static async Task Vanishes(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port);
        await client.SendAsync(ClientFrame.Text(new byte[1_000]).AsMemory(0, 500));
        client.EndSending();
        await client.DrainAsync();
    }

    private static async Task ClosesInOrder(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port);
        await client.SendAsync((byte[])[.. ClientFrame.Text("x"u8), .. ClientFrame.Close(1000)]);
        await client.DrainAsync();
    }

    private static async Task IsClosedByTheServer(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port);
        await client.SendAsync(ClientFrame.Text("close"u8));
        await client.ExpectCloseAsync(1000);
        await client.SendAsync(ClientFrame.Close(1000));
        await client.ExpectEndAsync();
    }

    private static async Task IsAbortedByTheServer(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port);
        await client.SendAsync(ClientFrame.Text("abort"u8));
        await client.DrainAsync();
    }

    private static async Task DoesNotTakeWhatItIsSent(TestServer server)
    {
        using var client = await RawClient.OpenAsync(server.Port, receiveBuffer: 4_096);
        await client.SendAsync(ClientFrame.Text("flood"u8));
        await client.ReceiveAsync();
        client.Reset();
    }

    private static ValueTask Answer(WebSocketConnection connection, byte[] message)
    {
        connection.Requests.Exit();
        switch (Encoding.UTF8.GetString(message))
        {
            case "close":
                connection.Close(CloseReason.Normal);
                break;
            case "abort":
                connection.Close(new CloseReason.Lost(Loss.Disconnected));
                break;
            case "flood":
                for (var i = 0; i < 15; i++)
                    connection.Outbox.TryEnqueue(Flood);
                break;
        }
        return ValueTask.CompletedTask;
    }
}
