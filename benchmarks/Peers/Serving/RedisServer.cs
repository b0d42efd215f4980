namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A Redis that several nodes share.</summary>
internal static class RedisServer
{
    /// <summary>As one in production: what it has is on disk within a second. Rewriting its file would fall into one round and not another.</summary>
    public static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--auto-aof-rewrite-percentage", "0"];

    public static Task<PeerProcess> StartAsync(int port, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("peers-redis-").FullName;
        return PeerProcess.StartAsync(
            "redis", "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, .. Durable],
            "Ready to accept connections", folder: folder, isFolderItsOwn: true, cancellation: cancellation);
    }
}
