using Streaming.Support;

namespace Streaming.Chaos.Clusters;

/// <summary>A Redis of its own that writes its append-only file once a second, as one in production does.</summary>
internal sealed class DurableRedis : IAsyncDisposable
{
    private readonly RedisProcess _process;

    /// <param name="addresses">Where it listens besides 127.0.0.1.</param>
    public DurableRedis(string folder, IEnumerable<string> addresses)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, "redis")).FullName;
        _process = new RedisProcess(
            "--protected-mode", "no", "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction")
        { Folder = own, Addresses = [.. addresses], LogFile = Path.Combine(own, "redis.log") };
    }

    public int Port => _process.Port;

    /// <summary>The size of what it has written, in bytes.</summary>
    public long WrittenBytes => new FileInfo(NewestFile()).Length;

    public Task StartAsync() => _process.StartAsync();

    public Task PauseAsync() => _process.PauseAsync();

    public Task ContinueAsync() => _process.ContinueAsync();

    public Task KillAsync() => _process.KillAsync();

    /// <summary>Takes away what was written last, as a machine does that goes down before it was on the disk. Only while it is dead.</summary>
    public void CutTo(long bytes)
    {
        using var file = new FileStream(NewestFile(), FileMode.Open, FileAccess.Write);
        if (bytes < file.Length)
            file.SetLength(bytes);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private string NewestFile() =>
        Directory.EnumerateFiles(Path.Combine(_process.Folder, "appendonlydir"), "*.incr.aof").OrderByDescending(File.GetLastWriteTimeUtc).First();
}
