namespace Streaming.Transport.Hosting;

/// <summary>The state of a part, and what an operator should know about it.</summary>
/// <param name="State">Whether the part works.</param>
/// <param name="Detail">A sentence for operators, without secrets; null when there is nothing to say.</param>
public readonly record struct ProbeResult(HealthState State, string? Detail = null);
