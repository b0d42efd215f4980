using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>All that can be measured. A new one is written as an <see cref="IPeer"/> and gets its line here.</summary>
internal static class PeerCatalogue
{
    /// <summary>In the order of the tables: ours, the others, the limit last.</summary>
    public static IReadOnlyList<IPeer> All(PeerPlaces places) =>
    [
        new OursPeer(places.Node),
        new OursPeer(places.Node, isDurable: true),
        new NatsPeer(),
        // Bare Kestrel with System.Net.WebSockets, and ASP.NET Core SignalR with its JSON protocol.
        new SingleProcessPeer("kestrel", new BroadcastProtocol("/rooms"), "dotnet", [places.AspNetCore, "kestrel"]),
        new SingleProcessPeer("signalr", new SignalRProtocol(), "dotnet", [places.AspNetCore, "signalr"]),
        new SingleProcessPeer("ws", new BroadcastProtocol("/"), "node", ["ws.mjs"], places.NodeJs),
        new SocketIoPeer(places.NodeJs),

        // What the machine can do at most.
        new SingleProcessPeer("limit", new BroadcastProtocol("/"), places.Limit, []),
    ];
}
