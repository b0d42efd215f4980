using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>S1 in ever larger rooms: what a delivery costs, and how long it takes one more to join.</summary>
internal sealed class ListenerGrowthScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Window = 32;
    private const int Joins = 21;

    private static readonly int[] Sizes = [100, 1_000, 10_000];
    private static readonly Metric JoinTime = new("join_ms", "connect and join ms, median", 2);

    public override string Name => "s7-listeners";

    public override string Summary => $"s1 with {string.Join(", ", Sizes.Select(static one => $"{one:N0}"))} listeners";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int size in Sizes)
            yield return await WithAsync(peer, (generator, _) => Measure(generator, size), cancellation);
    }

    private Reading Measure(LoadGenerator generator, int size)
    {
        AddFeeds(generator, rooms: 1, size);
        generator.SetUp();
        LoadFigures figures = generator.Run(new WindowPace(Window), WarmUp, Measured);
        double join = TimeJoins(generator);
        return Reading.Of($"{size:N0} listeners", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery), (JoinTime, join));
    }

    private static double TimeJoins(LoadGenerator generator)
    {
        Room room = generator.Streams[0].Room;
        var times = new double[Joins];
        for (int i = 0; i < Joins; i++)
        {
            generator.Connect().Enter(room, isListening: true);
            times[i] = generator.SetUp().TotalMilliseconds;
        }

        return times.Order().ElementAt(Joins / 2);
    }
}
