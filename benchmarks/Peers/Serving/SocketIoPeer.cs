using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>Socket.IO; as several nodes, with its Redis adapter.</summary>
/// <param name="folder">Of <c>socket-io.mjs</c>, with its packages installed.</param>
internal sealed class SocketIoPeer(string folder) : IPeer
{
    private static readonly Dictionary<string, string?> Production = new() { ["NODE_ENV"] = "production" };

    public string Name => "socket.io";

    public int MostNodes => 4;

    public IPeerProtocol Protocol { get; } = new SocketIoProtocol();

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        var ports = new List<int>();
        var processes = new List<PeerProcess>();
        try
        {
            string[] redisPort = [];
            if (nodes > 1)
            {
                int port = Ports.FindFree();
                processes.Add(await RedisServer.StartAsync(port, cancellation));
                redisPort = [$"{port}"];
            }

            for (int i = 0; i < nodes; i++)
            {
                int port = Ports.FindFree();
                ports.Add(port);
                processes.Add(await PeerProcess.StartAsync(
                    $"socket.io {i}", "node", ["socket-io.mjs", $"{port}", .. redisPort], "listening on", Production, folder,
                    cancellation: cancellation));
            }
        }
        catch
        {
            await PeerServer.EndAsync(processes);
            throw;
        }

        // The Redis ends last.
        processes.Reverse();
        return new PeerServer(ports, processes);
    }
}
