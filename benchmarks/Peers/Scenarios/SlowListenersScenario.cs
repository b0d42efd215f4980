using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// S1 with listeners that read badly besides those that count, against the same without them: what they cost the others. A round in which
/// they were not so bad that the server had to deal with them is void.
/// </summary>
internal sealed class SlowListenersScenario(PeerOptions options)
    : LoadScenario(options with { Size = Math.Max(options.Size, LeastSize) })
{
    private const int GoodListeners = 950;
    private const int BadListeners = 50;
    private const int Window = 32;

    /// <summary>Bytes: so much that also the slowest server fills the sockets of those who do not read within seconds.</summary>
    private const int LeastSize = 2_000;

    private static readonly Metric AgainstNone = new("p99_against_none", "p99 ÷ that without", 2);
    private static readonly Metric BadCount = new("bad_listeners", "bad listeners");
    private static readonly Metric ClosedCount = new("closed_by_server", "closed by the server");
    private static readonly Metric StalledCount = new("stalled", "stalled");

    private static readonly (string Load, ReadingHabit Habit)[] Kinds =
    [
        ("never read", ReadingHabit.Never), ("read a byte a second", ReadingHabit.Dripping), ("close in the middle", ReadingHabit.HangingUp),
    ];

    public override string Name => "slow";

    public override string Summary =>
        $"s1 with {GoodListeners} listeners and {Options.Size:N0} bytes a message; {BadListeners} more, who come later, never read, or read a byte a second, or "
        + "close in the middle: the others' latency, each kind against a run right before it in which those read as well; that is told by its median";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var without = new List<Reading>();
        foreach ((string load, ReadingHabit habit) in Kinds)
        {
            Reading none = await WithAsync(peer, (generator, _) => Measure(generator, "none", ReadingHabit.Prompt), cancellation);
            without.Add(none);
            Reading reading = await WithAsync(peer, (generator, _) => Measure(generator, load, habit), cancellation);
            yield return reading.With(AgainstNone, reading.Values[Metric.P99] / none.Values[Metric.P99]);
        }

        yield return without.OrderBy(static one => one.Values[Metric.P99]).ElementAt(without.Count / 2);
    }

    private Reading Measure(LoadGenerator generator, string load, ReadingHabit habit)
    {
        AddFeeds(generator, rooms: 1, GoodListeners);
        generator.SetUp();
        generator.Run(new WindowPace(Window), TimeSpan.Zero, WarmUp);

        // Bad ones come after the warm-up, as they are too slow for it; and where there are none as many come, since also coming has a cost.
        for (int i = 0; i < BadListeners; i++)
            generator.Connect(habit: habit).Enter(generator.Streams[0].Room, isListening: true);
        generator.SetUp();
        LoadFigures figures = generator.Run(new WindowPace(Window), TimeSpan.Zero, Measured);
        BadListenerFigures bad = figures.Bad;
        if (habit is ReadingHabit.Never or ReadingHabit.Dripping && bad.ClosedCount + bad.StalledCount < BadListeners)
        {
            throw new VoidRunException(
                $"of {BadListeners} that {load}, {bad.ClosedCount} were closed and {bad.StalledCount} stalled: too little was published; --seconds gives more time");
        }

        return Reading.Of(load, figures, (BadCount, bad.Count), (ClosedCount, bad.ClosedCount), (StalledCount, bad.StalledCount));
    }
}
