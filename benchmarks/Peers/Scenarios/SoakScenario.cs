using System.Globalization;
using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// A load like that of <see cref="RoomsScenario"/> for a long time: does anything grow? In few rooms, each of which gets so many messages
/// that its log (10,000 events) and what it remembers of requests (five minutes) are full before the first quarter is over.
/// </summary>
internal sealed class SoakScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Rooms = 20;
    private const int Members = 10;
    private const int PerMember = 10;

    /// <summary>The last quarter may be above the second by this much; the first is still filling up.</summary>
    private const double Flat = 1.1;

    private const double Mebi = 1024 * 1024;

    private static readonly Metric MemoryGrowth = new("memory_growth", "memory, last quarter ÷ second", 3);
    private static readonly Metric QueueGrowth = new("waiting_growth", "deliveries under way, last quarter ÷ second", 2);
    private static readonly Metric HandleGrowth = new("handle_growth", "handles, last quarter ÷ second", 3);
    private static readonly Metric IsFlat = new("is_flat", "flat (1 is yes)");

    private readonly List<Sample> _samples = [];

    public override string Name => "soak";

    public override string Summary =>
        $"{Rooms} rooms of {Members}, each member {PerMember} messages/s, for {Options.Minutes} minutes: memory, deliveries under way and handles every 10 s";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await WithAsync(peer, Measure, cancellation);
    }

    private Reading Measure(LoadGenerator generator, PeerServer server)
    {
        AddRooms(generator, Rooms, Members);
        generator.SetUp();
        _samples.Clear();
        LoadFigures figures = generator.Run(
            new RatePace(Rooms * Members * PerMember), WarmUp, TimeSpan.FromMinutes(Options.Minutes), () => Take(generator, server));
        return Judge(Reading.Of("", figures));
    }

    private void Take(LoadGenerator generator, PeerServer server)
    {
        var sample = new Sample(server.ResidentBytes, generator.BehindCount, server.HandleCount);
        _samples.Add(sample);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_samples.Count * 10,5} s  {sample.ResidentBytes / Mebi:N1} MiB, {sample.WaitingCount:N0} deliveries under way, {sample.HandleCount:N0} handles"));
    }

    private Reading Judge(Reading reading)
    {
        int quarter = _samples.Count / 4;
        if (quarter == 0)
            return reading;
        double memory = Growth(static one => one.ResidentBytes);
        double handles = Growth(static one => one.HandleCount);

        // What is under way at some moment is chance; a queue that grows goes beyond what a second brings.
        double waiting = Growth(static one => one.WaitingCount + (Rooms * Members * PerMember * Members));
        return reading
            .With(MemoryGrowth, memory).With(QueueGrowth, waiting).With(HandleGrowth, handles)
            .With(IsFlat, memory <= Flat && waiting <= Flat && handles <= Flat ? 1 : 0);

        double Growth(Func<Sample, double> of) => Median(_samples[^quarter..], of) / Median(_samples[quarter..(2 * quarter)], of);
    }

    private static double Median(IEnumerable<Sample> samples, Func<Sample, double> of) =>
        samples.Select(of).Order().ToArray() is var all ? all[all.Length / 2] : 0;

    private sealed record Sample(long ResidentBytes, long WaitingCount, int HandleCount);
}
