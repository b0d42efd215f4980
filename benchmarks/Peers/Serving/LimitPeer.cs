using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>What the machine can do at most: <c>Limit/limit.c</c>.</summary>
/// <param name="program">It, compiled.</param>
internal sealed class LimitPeer(string program) : IPeer
{
    public string Name => "limit";

    public IPeerProtocol Protocol { get; } = new BroadcastProtocol("/");

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        int port = Ports.FindFree();
        return PeerServer.Of(
            port, await PeerProcess.StartAsync("limit", program, [$"{port}"], "listening on", cancellation: cancellation));
    }
}
