using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Benchmarks.Load;

/// <summary>
/// A WebSocket client with as little of its own as can be, since it shares the machine with the server it measures:
/// one socket, one buffer, frames handed out where they lie.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    private const int TextFrame = 0x81;
    private const int PongFrame = 0x8a;
    private const int Close = 8;
    private const int Ping = 9;

    // Masking only has to be there; a fixed key costs the server the same work.
    private static readonly byte[] Mask = [0x37, 0xfa, 0x21, 0x3d];

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _sending = new(1);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Called for each text message, on the loop that reads.</summary>
    public required TextHandler OnText { get; init; }

    public delegate void TextHandler(ReadOnlySpan<byte> text);

    public void Dispose() => _socket.Dispose();

    public async Task ConnectAsync(Uri url, string user, CancellationToken cancellation)
    {
        await _socket.ConnectAsync(url.Host, url.Port, cancellation);
        string request = $"""
            GET /ws?user_id={user} HTTP/1.1
            Host: {url.Authority}
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==


            """.ReplaceLineEndings("\r\n");
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellation);
        int head;
        while ((head = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
            await FillAsync(cancellation);

        string status = Encoding.ASCII.GetString(_buffer, 0, _buffer.AsSpan().IndexOf((byte)'\r'));
        if (!status.Contains("101", StringComparison.Ordinal))
            throw new IOException($"The server answered the handshake with: {status}");

        _start = head + 4;
    }

    public Task SendAsync(string text, CancellationToken cancellation) =>
        SendAsync(TextFrame, Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Reads until the server closes.</summary>
    /// <exception cref="IOException">The connection ended without a close frame.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            while (TryTakeFrame(out int opcode, out int payload, out int length))
            {
                if (opcode == Close)
                {
                    int code = length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(payload)) : 0;
                    throw new IOException($"The server closed with {code}.");
                }

                if (opcode == Ping)
                    await SendAsync(PongFrame, _buffer.AsSpan(payload, length).ToArray(), cancellation);
                else
                    OnText(_buffer.AsSpan(payload, length));
            }

            await FillAsync(cancellation);
        }
    }

    private async Task SendAsync(int header, byte[] payload, CancellationToken cancellation)
    {
        int offset = payload.Length < 126 ? 6 : 8;
        byte[] frame = new byte[offset + payload.Length];
        frame[0] = (byte)header;
        if (payload.Length < 126)
        {
            frame[1] = (byte)(0x80 | payload.Length);
        }
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        Mask.CopyTo(frame, offset - 4);
        for (int i = 0; i < payload.Length; i++)
            frame[offset + i] = (byte)(payload[i] ^ Mask[i & 3]);

        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(frame, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    private bool TryTakeFrame(out int opcode, out int payload, out int length)
    {
        ReadOnlySpan<byte> seen = _buffer.AsSpan(_start, _end - _start);
        (opcode, payload, length) = (0, 0, 0);
        if (seen.Length < 2)
            return false;

        int header = seen[1] switch { < 126 => 2, 126 => 4, _ => 10 };
        if (seen.Length < header)
            return false;

        opcode = seen[0] & 0xf;
        length = header switch
        {
            2 => seen[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(seen[2..]),
            _ => checked((int)BinaryPrimitives.ReadUInt64BigEndian(seen[2..])),
        };
        if (seen.Length < header + length)
            return false;

        payload = _start + header;
        _start = payload + length;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start == _end)
            (_start, _end) = (0, 0);
        if (_end == _buffer.Length)
        {
            byte[] target = _start > 0 ? _buffer : new byte[_buffer.Length * 2];
            Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
            (_buffer, _start, _end) = (target, 0, _end - _start);
        }

        int read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        _end += read > 0 ? read : throw new IOException("The server hung up.");
    }
}
