using BenchmarkDotNet.Attributes;
using Streaming.Actors.Rooms;

namespace Streaming.Benchmarks.Micro;

/// <summary>What a room's own thinking costs: one message decided, and applied.</summary>
public class DeciderBenchmarks
{
    private static readonly RoomCommand Command = Sample.Publish(1);
    private RoomState _room = null!;

    [Params(2, 10_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void SetUp() => _room = Sample.RoomOf(Members);

    [Benchmark]
    public long Publish()
    {
        Decision decision = RoomActor.Decide(_room, Command, firstSeq: 1, Sample.Now);
        return _room.Apply(decision.Events[0]).Head;
    }
}
