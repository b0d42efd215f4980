using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>A client that does only what it is told: it never answers a ping or a close by itself.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
    }

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="receiveBuffer">Bytes that the operating system takes in for a client that does not read.</param>
    /// <param name="query">Of the request.</param>
    public static async Task<RawClient> OpenAsync(int port, int? receiveBuffer = null, string query = "")
    {
        var client = await ConnectAsync(port, receiveBuffer);
        var answer = await client.RequestAsync(Handshake().Replace("/ws ", $"/ws{query} ", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        return client;
    }

    public static async Task<RawClient> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
            socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(System.Net.IPAddress.Loopback, port);
        return new RawClient(socket);
    }

    /// <summary>The opening handshake; each header can be replaced, or left out with null.</summary>
    public static string Handshake(string method = "GET", params (string Name, string? Value)[] changes)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = "localhost",
            ["Connection"] = "Upgrade",
            ["Upgrade"] = "websocket",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = Key,
        };
        foreach (var (name, value) in changes)
            headers[name] = value;
        var lines = headers.Where(header => header.Value is not null).Select(header => $"{header.Key}: {header.Value}\r\n");
        return $"{method} /ws HTTP/1.1\r\n{string.Concat(lines)}\r\n";
    }

    /// <summary>Sends an HTTP request and gives the head of the answer.</summary>
    public async Task<string> RequestAsync(string request)
    {
        await SendAsync(Encoding.Latin1.GetBytes(request));
        var head = new List<byte>();
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
            head.Add((await ReadExactlyAsync(1))[0]);
        return Encoding.ASCII.GetString([.. head]);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await _stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>One frame: its first byte, and its payload.</summary>
    public async Task<(byte First, byte[] Payload)> ReceiveAsync()
    {
        var head = await ReadExactlyAsync(2);
        var length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadExactlyAsync(2)),
            127 => (int)BinaryPrimitives.ReadInt64BigEndian(await ReadExactlyAsync(8)),
            var small => small,
        };
        return (head[0], await ReadExactlyAsync(length));
    }

    /// <summary>A close frame with this code comes next.</summary>
    public async Task ExpectCloseAsync(int code)
    {
        var (first, payload) = await ReceiveAsync();
        Assert.Equal(0x88, first);
        Assert.Equal(code, BinaryPrimitives.ReadUInt16BigEndian(payload));
    }

    /// <summary>The stream ends next, in good order.</summary>
    public async Task ExpectEndAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        Assert.Equal(0, await _stream.ReadAsync(new byte[1], deadline.Token));
    }

    /// <summary>The stream ends, by reset or in good order, whatever comes before.</summary>
    public async Task DrainAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var buffer = new byte[65_536];
        try
        {
            while (await _stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Goes away without a word, as a peer that crashes does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Sends nothing more, and still reads.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, deadline.Token);
        return bytes;
    }
}
