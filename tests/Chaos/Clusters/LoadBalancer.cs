using System.Diagnostics;
using Streaming.Support;

namespace Streaming.Chaos.Clusters;

/// <summary>An nginx with the configuration that the project ships, in front of the nodes.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private LoadBalancer(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    /// <summary>Null where there is no nginx.</summary>
    public static async Task<LoadBalancer?> TryStartAsync(string folder, IReadOnlyList<ClusterNode> nodes)
    {
        if (Shell.Find("nginx") is not { } program)
            return null;

        string own = Directory.CreateDirectory(Path.Combine(folder, "nginx")).FullName;
        int port = Ports.FindFree();
        string file = Path.Combine(own, "nginx.conf");
        await File.WriteAllTextAsync(file, Configure(own, port, nodes));
        Process process = Process.Start(new ProcessStartInfo(
            program, ["-p", own, "-c", file, "-e", Path.Combine(own, "error.log"), "-g", $"daemon off; pid {own}/nginx.pid;"]))!;
        await Ports.WaitForAsync(port, Patience, () => !process.HasExited);
        return new LoadBalancer(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        // Asked, not killed: its workers would stay.
        if (!_process.HasExited)
            await Shell.TryAsync("kill", "-TERM", $"{_process.Id}");
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Configure(string folder, int port, IReadOnlyList<ClusterNode> nodes)
    {
        var lines = File.ReadLines(Checkout.PathOf("deploy", "nginx", "nginx.conf"))
            .Where(static line => !line.TrimStart().StartsWith("server node", StringComparison.Ordinal))
            .SelectMany(line => line.Contains("# begin nodes", StringComparison.Ordinal)
                ? [line, .. nodes.Select(static node => $"        server {node.Address.Authority} max_fails=0;")]
                : new[] { line });
        return string.Join('\n', lines)
            .Replace("listen 8080;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("error_log stderr warn;", $"error_log {folder}/error.log warn;", StringComparison.Ordinal)
            .Replace("worker_processes auto;", "worker_processes 1;", StringComparison.Ordinal)
            .Replace("worker_rlimit_nofile 65536;", "", StringComparison.Ordinal)
            .Replace("worker_connections 16384;", "worker_connections 1024;", StringComparison.Ordinal)
            .Replace("/tmp/", $"{folder}/", StringComparison.Ordinal) + "\n";
    }
}
