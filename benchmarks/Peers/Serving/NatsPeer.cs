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
            foreach (PeerProcess process in processes)
                await process.DisposeAsync();
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
    private static async Task HasRoutesAsync(int monitoringPort, int count, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var routes = new Uri($"http://127.0.0.1:{monitoringPort}/routez");
        while (!(await http.GetStringAsync(routes, patience.Token)).Contains($"\"num_routes\": {count},", StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }
}
