using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A nats-server's configuration: where it listens, on 127.0.0.1, and whom it knows. All else is as it is by default.</summary>
internal sealed record NatsConfiguration
{
    /// <summary>Unlike the others' of its cluster.</summary>
    public required string Name { get; init; }

    public int WebSocketPort { get; } = Ports.FindFree();

    /// <summary>Of the protocol without WebSocket, which it opens in any case.</summary>
    public int ClientPort { get; } = Ports.FindFree();

    /// <summary>Of its HTTP answers about itself.</summary>
    public int MonitoringPort { get; } = Ports.FindFree();

    /// <summary>For the other servers of its cluster; null for a server alone.</summary>
    public int? ClusterPort { get; init; }

    /// <summary>The cluster ports of those that it connects to by itself. They tell each other of the rest.</summary>
    public IReadOnlyList<int> Routes { get; init; } = [];

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        string routes = string.Join(", ", Routes.Select(static port => $"\"nats://127.0.0.1:{port}\""));
        string cluster = ClusterPort is null ? "" : $"cluster {{ name: peers, listen: \"127.0.0.1:{ClusterPort}\", routes: [{routes}] }}";
        return $$"""
            server_name: {{Name}}
            listen: "127.0.0.1:{{ClientPort}}"
            http: "127.0.0.1:{{MonitoringPort}}"
            websocket { listen: "127.0.0.1:{{WebSocketPort}}", no_tls: true }
            {{cluster}}

            """;
    }
}
