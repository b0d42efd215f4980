using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>S1 with one listener in twenty that reads badly, against the same without: what it costs the others.</summary>
internal sealed class SlowListenersScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Listeners = 1000;
    private const int Window = 32;
    private const int OneIn = 20;

    private static readonly Metric AgainstNone = new("p99_against_none", "p99 ÷ that without", 2);

    private static readonly (string Load, ReadingHabit Habit)[] Kinds =
    [
        ("none", ReadingHabit.Prompt), ("never read", ReadingHabit.Never), ("read a byte a second", ReadingHabit.Dripping),
        ("close in the middle", ReadingHabit.HangingUp),
    ];

    public override string Name => "slow";

    public override string Summary => $"s1, where 1 listener in {OneIn} never reads, or reads a byte a second, or closes in the middle: the others' latency";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Reading? without = null;
        foreach ((string load, ReadingHabit habit) in Kinds)
        {
            Reading reading = await WithAsync(peer, (generator, _) => Measure(generator, load, habit), cancellation);
            without ??= reading;
            yield return reading.With(AgainstNone, reading.Values[Metric.P99] / without.Values[Metric.P99]);
        }
    }

    private Reading Measure(LoadGenerator generator, string load, ReadingHabit habit)
    {
        var room = new Room("fanout");
        ClientConnection publisher = generator.Connect();
        publisher.Enter(room, isListening: false);
        generator.AddStream(publisher, room);
        for (int i = 0; i < Listeners; i++)
            generator.Connect(habit: i % OneIn == 0 ? habit : ReadingHabit.Prompt).Enter(room, isListening: true);
        generator.SetUp();
        return Reading.Of(load, generator.Run(new WindowPace(Window), WarmUp, Measured));
    }
}
