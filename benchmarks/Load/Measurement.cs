using System.Diagnostics;

namespace Streaming.Benchmarks.Load;

/// <summary>From its making to its end: time, and what the server used meanwhile.</summary>
internal sealed class Measurement(ServerProcess server)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly double? _cpuBefore = server.CpuSeconds;

    public double Seconds { get; private set; }

    public double? CpuSeconds { get; private set; }

    public double? MiB { get; private set; }

    public Measurement End()
    {
        Seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        CpuSeconds = server.CpuSeconds - _cpuBefore;
        MiB = server.ResidentMiB;
        return this;
    }
}
