using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// The least that a client can do: commands encoded once, one to each stream by turns, written in blocks of a command for each, with a number of
/// blocks under way. What Redis then takes is what it can take.
/// </summary>
internal sealed class RawXadd : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _block;
    private readonly int _streams;
    private readonly SemaphoreSlim _mayWrite;
    private readonly int _window;
    private long _replies;

    public RawXadd(IReadOnlyList<string> streams, byte[] entry, int window)
    {
        (_streams, _window, _mayWrite) = (streams.Count, window, new SemaphoreSlim(window));
        using var block = new MemoryStream();
        foreach (string stream in streams)
        {
            block.Write(Encoding.ASCII.GetBytes(
                $"*5\r\n$4\r\nXADD\r\n${stream.Length}\r\n{stream}\r\n$1\r\n*\r\n$1\r\ne\r\n${entry.Length}\r\n"));
            block.Write(entry);
            block.Write("\r\n"u8);
        }

        _block = block.ToArray();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Entries that were added, and in what time.</summary>
    public async Task<(long Entries, double Seconds)> RunAsync(int port, TimeSpan time, CancellationToken cancellation)
    {
        await _socket.ConnectAsync("127.0.0.1", port, cancellation);
        Task reading = ReadAsync(cancellation);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            await _mayWrite.WaitAsync(cancellation);
            for (int sent = 0; sent < _block.Length;)
                sent += await _socket.SendAsync(_block.AsMemory(sent), cancellation);
        }

        for (int i = 0; i < _window; i++)
            await _mayWrite.WaitAsync(cancellation);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        _socket.Shutdown(SocketShutdown.Both);
        await reading;
        return (_replies, seconds);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        long blocks = 0;
        while (await _socket.ReceiveAsync(buffer, cancellation) is var read and > 0)
        {
            // An id is answered as $LENGTH and the id, an error as a minus at the beginning of a line: it leaves the count behind, and the run hangs
            // until its deadline.
            _replies += buffer.AsSpan(0, read).Count((byte)'$');
            for (; blocks < _replies / _streams; blocks++)
                _mayWrite.Release();
        }
    }
}
