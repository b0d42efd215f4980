using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary><c>nats-server</c> with its WebSocket listener; several as a cluster.</summary>
internal sealed class NatsPeer : IPeer
{
    public string Name => "nats";

    public int MostNodes => 4;

    public IPeerProtocol Protocol { get; } = new NatsProtocol();

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        var all = new List<NatsConfiguration>();
        var processes = new List<PeerProcess>();
        try
        {
            for (int i = 0; i < nodes; i++)
            {
                var own = new NatsConfiguration
                {
                    Name = $"n{i}",
                    ClusterPort = nodes > 1 ? Ports.FindFree() : null,
                    Routes = [.. all.Select(static earlier => earlier.ClusterPort!.Value)],
                };
                all.Add(own);
                processes.Add(await StartNodeAsync(own, cancellation));
            }

            foreach (NatsConfiguration one in all)
                await HasRoutesAsync(one.MonitoringPort, nodes - 1, cancellation);
        }
        catch
        {
            await PeerServer.EndAsync(processes);
            throw;
        }

        return new PeerServer([.. all.Select(static one => one.WebSocketPort)], processes);
    }

    private static async Task<PeerProcess> StartNodeAsync(NatsConfiguration configuration, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("peers-nats-").FullName;
        string file = Path.Combine(folder, "nats.conf");
        await File.WriteAllTextAsync(file, configuration.ToString(), cancellation);
        return await PeerProcess.StartAsync(
            $"nats {configuration.Name}", "nats-server", ["-c", file], "Server is ready",
            folder: folder, isFolderItsOwn: true, cancellation: cancellation);
    }

    /// <summary>Completes when the server knows that many others.</summary>
    private static Task HasRoutesAsync(int monitoringPort, int count, CancellationToken cancellation) =>
        Answers.UntilAsync(monitoringPort, "/routez", $"\"num_routes\": {count},", cancellation);
}
