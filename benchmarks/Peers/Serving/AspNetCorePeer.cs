using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>One of the servers in <c>Servers/AspNetCore</c>.</summary>
internal sealed class AspNetCorePeer : IPeer
{
    private readonly string _program;

    private AspNetCorePeer(string name, string program, IPeerProtocol protocol) => (Name, _program, Protocol) = (name, program, protocol);

    public string Name { get; }

    public IPeerProtocol Protocol { get; }

    /// <summary>ASP.NET Core SignalR with its JSON protocol.</summary>
    /// <param name="program">The published <c>Streaming.Benchmarks.PeerServers.dll</c>.</param>
    public static AspNetCorePeer SignalR(string program) => new("signalr", program, new SignalRProtocol());

    /// <summary>Bare Kestrel with System.Net.WebSockets.</summary>
    /// <param name="program">The published <c>Streaming.Benchmarks.PeerServers.dll</c>.</param>
    public static AspNetCorePeer Kestrel(string program) => new("kestrel", program, new BroadcastProtocol("/rooms"));

    public async Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation)
    {
        int port = Ports.FindFree();
        return PeerServer.Of(
            port, await PeerProcess.StartAsync(Name, "dotnet", [_program, Name, $"{port}"], "listening on", cancellation: cancellation));
    }
}
