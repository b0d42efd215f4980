using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Streaming.Benchmarks.Tests;

/// <summary>Speaks our protocol with one connection: lets it join, and answers what it publishes with whatever a test wants.</summary>
/// <param name="answer">What is sent when the message of that number, from 0, and that id and payload has come.</param>
internal sealed class ScriptedNode(Func<int, string, string, IEnumerable<string>> answer) : IDisposable
{
    private readonly TcpListener _listener = Listening();
    private int _published;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static string Ack(string id) => $$$"""{"id":"{{{id}}}","type":"ack","room_id":"room","data":{"seq":1}}""";

    /// <param name="seq">The room's number of it.</param>
    public static string Delivery(string payload, int seq) => $$"""{"id":"m","type":"message","room_id":"room","data":"{{payload}}","seq":{{seq}}}""";

    /// <summary>Completes when the client has gone.</summary>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        using Socket socket = await _listener.AcceptSocketAsync(cancellation);
        await using var stream = new NetworkStream(socket);
        try
        {
            await ReadHandshakeAsync(stream, cancellation);
            await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray(), cancellation);
            await SendAsync(stream, ["""{"type":"welcome"}"""], cancellation);
            while (true)
                await SendAsync(stream, Take(await ReadMessageAsync(stream, cancellation)), cancellation);
        }
        catch (IOException)
        {
            // The client resets its connection when it has seen enough.
        }
    }

    public void Dispose() => _listener.Dispose();

    private IEnumerable<string> Take(byte[] text)
    {
        JsonElement message = JsonDocument.Parse(text).RootElement;
        string id = message.GetProperty("id").GetString()!;
        return message.GetProperty("type").GetString() == "join" ? [Ack(id)] : answer(_published++, id, message.GetProperty("data").GetString()!);
    }

    private static async Task SendAsync(NetworkStream stream, IEnumerable<string> messages, CancellationToken cancellation)
    {
        foreach (string message in messages)
            await stream.WriteAsync(ServerBytes.Frame(1, isLast: true, Encoding.UTF8.GetBytes(message)), cancellation);
    }

    private static async Task ReadHandshakeAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, cancellation);
            head.AddRange(one);
        }
    }

    private static async Task<byte[]> ReadMessageAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] head = new byte[2];
        await stream.ReadExactlyAsync(head, cancellation);
        int length = head[1] & 0x7f;
        if (length == 126)
        {
            await stream.ReadExactlyAsync(head, cancellation);
            length = BinaryPrimitives.ReadUInt16BigEndian(head);
        }

        byte[] mask = new byte[4];
        await stream.ReadExactlyAsync(mask, cancellation);
        byte[] payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellation);
        return [.. payload.Select((one, i) => (byte)(one ^ mask[i % 4]))];
    }

    private static TcpListener Listening()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
