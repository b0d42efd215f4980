namespace Streaming.Benchmarks.Load;

/// <summary>One scenario's figures. Latencies are from the intended time of sending to the arrival, in milliseconds.</summary>
internal sealed record LoadResult
{
    public required string Scenario { get; init; }

    public required string Load { get; init; }

    public double Seconds { get; init; }

    /// <summary>Messages acknowledged.</summary>
    public long Published { get; init; }

    public long Deliveries { get; init; }

    public double DeliveriesPerSecond => Seconds > 0 ? Deliveries / Seconds : 0;

    public double? ServerCpuSeconds { get; init; }

    public double? DeliveriesPerServerCpuSecond => ServerCpuSeconds > 0 ? Deliveries / ServerCpuSeconds : null;

    public double? P50 { get; init; }

    public double? P99 { get; init; }

    public double? P999 { get; init; }

    public double? ServerMib { get; init; }

    /// <summary>What one connection adds to the server's memory.</summary>
    public double? KibPerConnection { get; init; }

    public long Lost { get; init; }

    public long Doubled { get; init; }

    public long Refused { get; init; }

    public string? Trouble { get; init; }

    public bool IsClean => Lost == 0 && Doubled == 0 && Refused == 0;
}
