using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>
/// Our node as it is published, with everything on. Only its limits are raised beyond what one generator needs, since it is one address and
/// every client of it a busy one.
/// </summary>
/// <param name="program">The published <c>Streaming.Node.dll</c>.</param>
/// <param name="isDurable">True: its log is on Redis also where it is one node.</param>
internal sealed class OursPeer(string program, bool isDurable = false) : IPeer
{
    private static readonly string[] Raised =
    [
        "--Streaming:RateLimit:MessagesPerSecond=100000", "--Streaming:RateLimit:MessagesPerMinute=6000000",
        "--Streaming:RateLimit:BurstSize=100000", "--Streaming:RateLimit:RoomMessagesPerSecond=1000000",
        "--Streaming:Limits:MaxConnectionsPerNode=1000000", "--Streaming:Limits:MaxRoomsPerUser=100000",
    ];

    public string Name => isDurable ? "ours-redis" : "ours";

    public bool IsByNameOnly => isDurable;

    public int MostNodes => 4;

    public IPeerProtocol Protocol { get; } = new OursProtocol();

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        var started = new Stack<PeerProcess>();
        try
        {
            int? redis = nodes > 1 || isDurable ? Ports.FindFree() : null;
            if (redis is { } port)
                started.Push(await RedisServer.StartAsync(port, cancellation));
            int[] ports = [.. Enumerable.Range(0, nodes).Select(static _ => Ports.FindFree())];
            for (int i = 0; i < nodes; i++)
                started.Push(await StartNodeAsync($"n{i}", ports[i], redis, cancellation));
            if (nodes > 1)
                await SettledAsync(ports[0], cancellation);

            // The nodes end before their Redis.
            return new PeerServer(ports, [.. started]);
        }
        catch
        {
            await PeerServer.EndAsync(started);
            throw;
        }
    }

    private Task<PeerProcess> StartNodeAsync(string id, int port, int? redisPort, CancellationToken cancellation) => PeerProcess.StartAsync(
        $"node {id}", "dotnet", [program, "--urls", $"http://127.0.0.1:{port}", .. Raised], $"http://127.0.0.1:{port}",
        new Dictionary<string, string?>
        {
            // Its settings are open: guests, and rooms that come to be by being joined.
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["NODE_ID"] = id,
            ["REDIS_URL"] = redisPort is null ? null : $"redis://127.0.0.1:{redisPort}",
        },
        Path.GetDirectoryName(program), cancellation: cancellation);

    /// <summary>Every shard is where it belongs.</summary>
    private static Task SettledAsync(int port, CancellationToken cancellation) =>
        Answers.UntilAsync(port, "/cluster/members", "\"misplaced\":0", cancellation);
}
