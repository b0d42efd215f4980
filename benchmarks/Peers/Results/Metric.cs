using System.Globalization;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>Something that is measured.</summary>
/// <param name="Key">In files.</param>
/// <param name="Name">In tables, with its unit.</param>
/// <param name="Digits">Behind the point.</param>
/// <param name="IsCompared">True: tables and the chart say how ours stands to the others'.</param>
internal sealed record Metric(string Key, string Name, int Digits = 0, bool IsCompared = false)
{
    public static readonly Metric PerSecond = new("deliveries_per_second", "deliveries/s");
    public static readonly Metric PerCpuSecond = new("deliveries_per_server_cpu_second", "per server CPU s", IsCompared: true);
    public static readonly Metric P50 = new("p50_ms", "p50 ms", 3);
    public static readonly Metric Median = new("p50_us", "p50 µs", 1, IsCompared: true);
    public static readonly Metric P99 = new("p99_ms", "p99 ms", 2, IsCompared: true);
    public static readonly Metric P999 = new("p99_9_ms", "p99.9 ms", 2);
    public static readonly Metric Resident = new("resident_mib", "resident MiB");
    public static readonly Metric CpuPerDelivery = new("server_cpu_us_per_delivery", "server CPU µs a delivery", 2, IsCompared: true);
    public static readonly Metric PerConnection = new("kib_per_connection", "KiB a connection", 1, IsCompared: true);
    public static readonly Metric IdleCpu = new("idle_cpu_us_per_connection_second", "CPU µs a connection and second", 2, IsCompared: true);
    public static readonly Metric GeneratorShare = new("generator_cpu_share", "generator, % of a core");

    public string Format(double value) => value.ToString($"N{Digits}", CultureInfo.InvariantCulture);
}
