using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>One connection, alone in its room, and one thing at a time.</summary>
internal sealed class RoundTripScenario(PeerOptions options) : LoadScenario(options)
{
    public override string Name => "s4";

    public override string Summary => "1 connection, 1 in flight: a message to its own delivery, and a WebSocket ping to its pong";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (Reading reading in await WithAsync(peer, (generator, _) => Measure(generator), cancellation))
            yield return reading;
    }

    private Reading[] Measure(LoadGenerator generator)
    {
        AddRooms(generator, rooms: 1, members: 1);
        generator.SetUp();
        return
        [
            Reading.WithMedian("message", generator.Run(new WindowPace(1), WarmUp, Measured)),
            Reading.WithMedian("ping", generator.Run(new PingPace(), WarmUp, Measured)),
        ];
    }
}
