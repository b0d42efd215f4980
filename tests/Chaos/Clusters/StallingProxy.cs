using System.Net;
using System.Net.Sockets;

namespace Streaming.Chaos.Clusters;

/// <summary>
/// Stands between a node and Redis where no network namespace can be had. Cut, it passes nothing on and lets nobody go, so that
/// both sides see what a dead line shows: silence.
/// </summary>
internal sealed class StallingProxy : INodeSite
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _accepting = Task.CompletedTask;

    public StallingProxy() => _open.SetResult();

    public string Name => "a proxy that stalls";

    public string Address => "127.0.0.1";

    public IReadOnlyList<string> Within => [];

    public string? Outside => null;

    public string RedisAddress(int redisPort)
    {
        if (!_listener.Server.IsBound)
        {
            _listener.Start();
            _accepting = AcceptAsync(redisPort);
        }

        return $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
    }

    public Task CutAsync()
    {
        lock (_gate)
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        lock (_gate)
            _open.TrySetResult();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(int redisPort)
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), redisPort));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task PassAsync(TcpClient node, int redisPort)
    {
        using var redis = new TcpClient { NoDelay = true };
        using (node)
        {
            try
            {
                node.NoDelay = true;
                await OpenAsync();
                await redis.ConnectAsync(IPAddress.Loopback, redisPort, _stopping.Token);
                await Task.WhenAny(CopyAsync(node.GetStream(), redis.GetStream()), CopyAsync(redis.GetStream(), node.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // Either side is gone; the other learns of it as both are closed.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and int length)
            {
                await OpenAsync();
                await to.WriteAsync(buffer.AsMemory(0, length), _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private Task OpenAsync()
    {
        lock (_gate)
            return _open.Task.WaitAsync(_stopping.Token);
    }
}
