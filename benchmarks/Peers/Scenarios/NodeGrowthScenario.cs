using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>The same rooms over ever more nodes, each room's members spread over all of them.</summary>
internal sealed class NodeGrowthScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Rooms = 200;
    private const int Members = 12;
    private const int MostNodes = 4;
    private const double Rate = 1_000;

    public override string Name => "s7-nodes";

    public override string Summary => $"{Rooms} rooms of {Members} spread over 1 to {MostNodes} nodes, {Rate:N0} messages/s";

    public override bool IsLong => true;

    public override bool IsFor(IPeer peer) => peer.MostNodes >= MostNodes;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (int nodes = 1; nodes <= MostNodes; nodes++)
        {
            int count = nodes;
            yield return await WithAsync(peer, (generator, _) => Measure(generator, count), cancellation, nodes);
        }
    }

    private Reading Measure(LoadGenerator generator, int nodes)
    {
        AddRooms(generator, Rooms, Members, nodes);
        generator.SetUp();
        LoadFigures figures = generator.Run(new RatePace(Rate), WarmUp, Measured);
        return Reading.Of($"{nodes} nodes", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery));
    }
}
