using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A server that is one process: it takes its port as the last argument, and says <c>listening on</c> when it serves.</summary>
/// <param name="folder">Its working directory; null is this process's.</param>
internal sealed class SingleProcessPeer(
    string name, IPeerProtocol protocol, string program, IReadOnlyList<string> arguments, string? folder = null) : IPeer
{
    public string Name => name;

    public bool IsByNameOnly { get; init; }

    /// <summary>Variables for it, besides those of this process.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    public IPeerProtocol Protocol => protocol;

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        int port = Ports.FindFree();
        return new PeerServer(
            [port],
            [await PeerProcess.StartAsync(name, program, [.. arguments, $"{port}"], "listening on", Environment, folder, cancellation: cancellation)]);
    }
}
