using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;

namespace Streaming.Benchmarks.Micro;

/// <summary>What almost every timer does: it is set, moved or taken back, and never due. 100,000 others wait meanwhile.</summary>
public class TimingWheelBenchmarks
{
    private readonly TimingWheel _wheel = new(TimeProvider.System, NullLogger<TimingWheel>.Instance);
    private readonly Entry _entry = new();

    [GlobalSetup]
    public void SetUp()
    {
        for (int i = 0; i < 100_000; i++)
            _wheel.Schedule(new Entry(), TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(i));
    }

    [GlobalCleanup]
    public void CleanUp() => _wheel.Dispose();

    [Benchmark]
    public bool ScheduleAndCancel()
    {
        _wheel.Schedule(_entry, TimeSpan.FromSeconds(10));
        return _wheel.Cancel(_entry);
    }

    [Benchmark]
    public void Move() => _wheel.Schedule(_entry, TimeSpan.FromSeconds(30));

    private sealed class Entry : WheelEntry
    {
        protected internal override void OnDue()
        {
        }
    }
}
