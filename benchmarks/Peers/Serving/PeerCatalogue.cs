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
        AspNetCorePeer.Kestrel(places.AspNetCore),
        AspNetCorePeer.SignalR(places.AspNetCore),
        new WsPeer(places.NodeJs),
        new SocketIoPeer(places.NodeJs),
        new LimitPeer(places.Limit),
    ];
}
