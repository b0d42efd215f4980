using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>Many small rooms, each of whose members publishes one message a second.</summary>
internal sealed class RoomsScenario(PeerOptions options) : LoadScenario(options)
{
    public const int Rooms = 500;
    public const int Members = 10;

    public override string Name => "s2";

    public override string Summary => $"{Rooms} rooms of {Members}, each member 1 message/s: {Rooms * Members * Members:N0} deliveries/s";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await WithAsync(peer, (generator, _) => Measure(generator), cancellation);
    }

    private Reading Measure(LoadGenerator generator)
    {
        AddRooms(generator, Rooms, Members);
        generator.SetUp();
        return Reading.Of("", generator.Run(new RatePace(Rooms * Members), WarmUp, Measured));
    }
}
