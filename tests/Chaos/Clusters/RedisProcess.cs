using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Chaos.Clusters;

/// <summary>A Redis of its own that writes its append-only file once a second, as one in production does.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string[] _addresses;
    private Process? _process;

    /// <param name="addresses">Where it listens besides 127.0.0.1.</param>
    public RedisProcess(string folder, IEnumerable<string> addresses)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, "redis")).FullName;
        _addresses = ["127.0.0.1", .. addresses];
    }

    public int Port { get; } = Ports.FindFree();

    /// <summary>The size of what it has written, in bytes.</summary>
    public long WrittenBytes => new FileInfo(NewestFile()).Length;

    public async Task StartAsync()
    {
        string program = Shell.Find("redis-server") ?? throw new InvalidOperationException("redis-server is not installed");
        _process = Process.Start(new ProcessStartInfo(program,
        [
            "--port", $"{Port}", "--bind", .. _addresses, "--protected-mode", "no", "--dir", _folder, "--logfile", "redis.log",
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        ]))!;
        await Ports.WaitForAsync(Port, Patience, () => !_process.HasExited);
        using var deadline = new CancellationTokenSource(Patience);
        while (!await IsServingAsync(deadline.Token))
            await Task.Delay(5, deadline.Token);
    }

    public Task SignalAsync(string signal) => Shell.SignalAsync(_process!.Id, signal);

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Takes away what was written last, as a machine does that goes down before it was on the disk. Only while it is dead.</summary>
    public void CutTo(long bytes)
    {
        using var file = new FileStream(NewestFile(), FileMode.Open, FileAccess.Write);
        if (bytes < file.Length)
            file.SetLength(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    private string NewestFile() =>
        Directory.EnumerateFiles(Path.Combine(_folder, "appendonlydir"), "*.incr.aof").OrderByDescending(File.GetLastWriteTimeUtc).First();

    // It listens while it still reads its file, and says so.
    private async Task<bool> IsServingAsync(CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        await probe.ConnectAsync(IPAddress.Loopback, Port, cancellation);
        NetworkStream stream = probe.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellation);
        byte[] answer = new byte[64];
        int length = await stream.ReadAsync(answer, cancellation);
        return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+PONG", StringComparison.Ordinal);
    }
}
