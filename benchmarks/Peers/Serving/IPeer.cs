using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A kind of server that is measured: how it is spoken to, and how it is started. <see cref="PeerCatalogue"/> lists them.</summary>
internal interface IPeer
{
    /// <summary>As in <c>--peer</c> and in the tables: lower case, hyphens.</summary>
    string Name { get; }

    /// <summary>True: it is only measured when it is named.</summary>
    bool IsByNameOnly => false;

    /// <summary>How many nodes of it can serve the same rooms together.</summary>
    int MostNodes => 1;

    IPeerProtocol Protocol { get; }

    /// <summary>Starts its processes, on free ports of 127.0.0.1, and completes when all of them serve.</summary>
    /// <param name="nodes">1 to <see cref="MostNodes"/>. With more than one, and only then, also what they share, such as a Redis.</param>
    /// <exception cref="InvalidOperationException">It did not come up; with what it said.</exception>
    Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation);
}
