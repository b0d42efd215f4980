using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// The rooms of <see cref="RoomsScenario"/>, with more and more messages a second until the server does not keep up. What is told is the
/// highest rate at which it did.
/// </summary>
internal sealed class RateSearchScenario(PeerOptions options) : LoadScenario(options)
{
    private const double MostP99Milliseconds = 100;
    private const double LeastKeptUp = 0.98;
    private const double FirstRate = 1000;

    /// <summary>From one rate to the next: by the first until it is too much, and then once by the second.</summary>
    private const double Step = 1.25;
    private const double HalfStep = 1.12;

    public override string Name => "s2max";

    public override string Summary =>
        $"the same, the rate raised until p99 > {MostP99Milliseconds} ms or less than {LeastKeptUp:P0} is delivered in time";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await WithAsync(peer, (generator, _) => Search(generator), cancellation);
    }

    private Reading Search(LoadGenerator generator)
    {
        AddRooms(generator, RoomsScenario.Rooms, RoomsScenario.Members);
        generator.SetUp();
        generator.Run(new RatePace(FirstRate), WarmUp, WarmUp);
        LoadFigures? best = null;
        double rate = FirstRate;
        for (LoadFigures? figures; (figures = TryRate(generator, rate)) is not null; rate *= Step)
            best = figures;
        best = TryRate(generator, rate / Step * HalfStep) ?? best;
        return best is null ? throw new VoidRunException($"already {FirstRate:N0} messages/s are too much") : Reading.Of("", best);
    }

    /// <returns>Null: it did not keep up.</returns>
    private LoadFigures? TryRate(LoadGenerator generator, double rate)
    {
        LoadFigures figures = generator.Run(new RatePace(rate), TimeSpan.FromSeconds(1), Measured);
        bool isInTime = figures.PerSecond >= rate * RoomsScenario.Members * LeastKeptUp;
        return isInTime && figures.Latency.Percentile(0.99).TotalMilliseconds <= MostP99Milliseconds ? figures : null;
    }
}
