using Streaming.Actors.Time;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>Ids that differ; nothing here has to be unguessable.</summary>
internal sealed class CounterEntropy : IEntropy
{
    private ulong _next;

    public ulong NextUInt64() => Interlocked.Increment(ref _next);
}
