using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>Publishers on one node, listeners on another. What the nodes share counts as the server's work.</summary>
internal sealed class TwoNodesScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Rooms = 50;
    private const int Listeners = 10;
    private const double Rate = 1000;
    private const int Window = 8;

    public override string Name => "s5";

    public override string Summary => $"2 nodes, {Rooms} rooms, publishers on the one, {Listeners} listeners of each room on the other";

    public override bool IsFor(IPeer peer) => peer.MostNodes >= 2;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (Reading reading in await WithAsync(peer, (generator, _) => Measure(generator), cancellation, nodes: 2))
            yield return reading;
    }

    private Reading[] Measure(LoadGenerator generator)
    {
        AddFeeds(generator, Rooms, Listeners, publishingNode: 0, listeningNode: 1);
        generator.SetUp();
        return
        [
            Reading.WithMedian($"{Rate:N0} messages/s", generator.Run(new RatePace(Rate), WarmUp, Measured)),
            Reading.WithMedian($"{Window} in flight a room", generator.Run(new WindowPace(Window), WarmUp, Measured)),
        ];
    }
}
