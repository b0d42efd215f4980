using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>npm <c>ws</c> with a plain broadcast.</summary>
/// <param name="folder">Of <c>ws.mjs</c>, with its packages installed.</param>
internal sealed class WsPeer(string folder) : IPeer
{
    public string Name => "ws";

    public IPeerProtocol Protocol { get; } = new BroadcastProtocol("/");

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        int port = Ports.FindFree();
        return PeerServer.Of(
            port, await PeerProcess.StartAsync("ws", "node", ["ws.mjs", $"{port}"], "listening on", folder: folder, cancellation: cancellation));
    }
}
