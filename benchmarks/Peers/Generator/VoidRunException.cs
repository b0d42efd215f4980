namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Something happened after which a run's figures mean nothing.</summary>
internal sealed class VoidRunException(string message) : Exception(message);
