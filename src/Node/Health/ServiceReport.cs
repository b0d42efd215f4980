namespace Streaming.Node.Health;

/// <summary>One part in <c>/health</c>.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Detail">What an operator should know, if anything.</param>
internal sealed record ServiceReport(string Status, string? Detail);
