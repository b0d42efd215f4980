using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>All that can be measured. A new one is written as an <see cref="IPeer"/> and gets its line here.</summary>
internal static class PeerCatalogue
{
    /// <summary>What src/Node/Streaming.Node.csproj sets for our node: sleeping workers, and the workstation's garbage collector.</summary>
    private static readonly Dictionary<string, string?> AsOurNode = new()
    {
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_gcServer"] = "0",
    };

    /// <summary>In the order of the tables: ours, the others, the limit last.</summary>
    public static IReadOnlyList<IPeer> All(PeerPlaces places) =>
    [
        new OursPeer(places.Node),
        new OursPeer(places.Node, isDurable: true),
        new NatsPeer(),
        // Bare Kestrel with System.Net.WebSockets, and ASP.NET Core SignalR with its JSON protocol; with the framework's settings and with ours.
        new SingleProcessPeer("kestrel", new BroadcastProtocol("/rooms"), "dotnet", [places.AspNetCore, "kestrel"]),
        new SingleProcessPeer("kestrel-tuned", new BroadcastProtocol("/rooms"), "dotnet", [places.AspNetCore, "kestrel"])
        {
            IsByNameOnly = true,
            Environment = AsOurNode,
        },
        new SingleProcessPeer("signalr", new SignalRProtocol(), "dotnet", [places.AspNetCore, "signalr"]),
        new SingleProcessPeer("signalr-tuned", new SignalRProtocol(), "dotnet", [places.AspNetCore, "signalr"])
        {
            IsByNameOnly = true,
            Environment = AsOurNode,
        },
        new SingleProcessPeer("ws", new BroadcastProtocol("/"), "node", ["ws.mjs"], places.NodeJs),
        new SocketIoPeer(places.NodeJs),

        // What the machine can do at most.
        new SingleProcessPeer("limit", new BroadcastProtocol("/"), places.Limit, []),
    ];
}
