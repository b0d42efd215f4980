using Streaming.Benchmarks.Load;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>What one measurement gave.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="PublishedCount">Messages published in that time.</param>
/// <param name="DeliveryCount">Messages that reached a listener in that time; of pings, pongs.</param>
/// <param name="ServerCpuSeconds">User and system time of all of the server's processes.</param>
/// <param name="ServerResidentBytes">Of all of the server's processes, at the end.</param>
/// <param name="GeneratorCpuSeconds">Of this process.</param>
/// <param name="Latency">From the moment a message was meant to leave to its arrival, of those meant to leave in that time.</param>
internal sealed record LoadFigures(
    double Seconds,
    long PublishedCount,
    long DeliveryCount,
    double ServerCpuSeconds,
    long ServerResidentBytes,
    double GeneratorCpuSeconds,
    LatencyHistogram Latency)
{
    /// <summary>What became of the listeners with bad habits.</summary>
    public BadListenerFigures Bad { get; init; }

    public double PerSecond => DeliveryCount / Seconds;

    public double PerServerCpuSecond => DeliveryCount / ServerCpuSeconds;

    /// <summary>In microseconds.</summary>
    public double ServerCpuPerDelivery => 1e6 / PerServerCpuSecond;

    /// <summary>Of one core.</summary>
    public double GeneratorShare => GeneratorCpuSeconds / Seconds;
}
