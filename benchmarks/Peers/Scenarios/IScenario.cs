using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>A kind of load. <see cref="ScenarioCatalogue"/> lists them.</summary>
internal interface IScenario
{
    /// <summary>As in <c>--scenario</c>.</summary>
    string Name { get; }

    /// <summary>What it is, in a line.</summary>
    string Summary { get; }

    /// <summary>True: it takes so long that it is only run when it is named.</summary>
    bool IsLong => false;

    bool IsFor(IPeer peer) => true;

    /// <summary>One round of one server, load by load.</summary>
    /// <exception cref="Generator.VoidRunException">
    /// Something was lost, doubled, reordered or refused. Any other exception but that of <paramref name="cancellation"/> voids the round as well.
    /// </exception>
    IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, CancellationToken cancellation);
}
