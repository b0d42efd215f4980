namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>Where what is started was built.</summary>
/// <param name="Node">Our published <c>Streaming.Node.dll</c>.</param>
/// <param name="Limit">The compiled <c>Limit/limit.c</c>.</param>
/// <param name="NodeJs"><c>Servers/NodeJs</c>, with its packages installed.</param>
/// <param name="AspNetCore">The published <c>Streaming.Benchmarks.PeerServers.dll</c>.</param>
internal sealed record PeerPlaces(string Node, string Limit, string NodeJs, string AspNetCore);
