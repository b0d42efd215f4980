using System.Net.Sockets;
using System.Text;

namespace Streaming.Benchmarks.Load;

/// <summary>Clients that begin a handshake and never end it, and begin another when the server gives one up.</summary>
internal sealed class HalfOpenHandshakes : IAsyncDisposable
{
    private static readonly byte[] Half = Encoding.ASCII.GetBytes("GET /ws HTTP/1.1\r\nHost: load.example\r\nX-Slow: ");

    private readonly CancellationTokenSource _over = new();
    private readonly Uri _url;
    private Task[] _running = [];
    private int _begun;

    private HalfOpenHandshakes(Uri url) => _url = url;

    /// <summary>Returns when all of them are there.</summary>
    public static async Task<HalfOpenHandshakes> BeginAsync(Uri url, int count, CancellationToken cancellation)
    {
        var halves = new HalfOpenHandshakes(url);
        halves._running = [.. Enumerable.Range(0, count).Select(_ => halves.RunAsync())];
        while (Volatile.Read(ref halves._begun) < count)
            await Task.Delay(1, cancellation);
        return halves;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_running);
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        byte[] answer = new byte[1024];
        while (!_over.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(_url.Host, _url.Port, _over.Token);
                await socket.SendAsync(Half, _over.Token);
                Interlocked.Increment(ref _begun);
                while (await socket.ReceiveAsync(answer, _over.Token) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Given up by the server, or the end of the run.
            }
        }
    }
}
