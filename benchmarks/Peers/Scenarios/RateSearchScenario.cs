using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// The rooms of <see cref="RoomsScenario"/>, and the highest rate of messages with which the server keeps up.
/// </summary>
internal sealed class RateSearchScenario(PeerOptions options) : LoadScenario(options)
{
    private const double MostP99Milliseconds = 100;
    private const double LeastKeptUp = 0.98;
    private const double FirstRate = 1000;

    public override string Name => "s2max";

    public override string Summary =>
        $"the same, the rate lowered or raised until p99 > {MostP99Milliseconds} ms or less than {LeastKeptUp:P0} is delivered in time, or the server breaks down";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await WithAsync(peer, Search, cancellation);
    }

    /// <summary>What is lost ends the search.</summary>
    protected override bool IsRight(Ledger ledger) => ledger.DoubledCount + ledger.MisplacedCount == 0;

    private Reading Search(LoadGenerator generator, PeerServer server)
    {
        AddRooms(generator, RoomsScenario.Rooms, RoomsScenario.Members);
        generator.SetUp();
        generator.Run(new RatePace(FirstRate), WarmUp, WarmUp);
        LoadFigures? best = RateSearch.Highest(FirstRate, rate => TryRate(generator, rate));

        // One that hung up was overloaded. One that is gone is broken.
        server.MustRun();
        return best is null ? throw new VoidRunException($"of {FirstRate:N0} messages/s and less, all that was tried is too much") : Reading.Of("", best);
    }

    /// <returns>Null: it did not keep up.</returns>
    /// <exception cref="VoidRunException">It lost or refused something, or hung up.</exception>
    private LoadFigures? TryRate(LoadGenerator generator, double rate)
    {
        LoadFigures figures = generator.Run(new RatePace(rate), TimeSpan.FromSeconds(1), Measured);
        if (generator.Ledger.LostCount > 0)
            throw new VoidRunException($"{generator.Ledger.LostCount} lost at {rate:N0} messages/s; first: {generator.Ledger.FirstTrouble}");
        bool isInTime = figures.PerSecond >= rate * RoomsScenario.Members * LeastKeptUp;
        return isInTime && figures.Latency.Percentile(0.99).TotalMilliseconds <= MostP99Milliseconds ? figures : null;
    }
}
