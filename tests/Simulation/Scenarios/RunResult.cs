using System.Collections.Immutable;
using Streaming.Simulation.Checks;

namespace Streaming.Simulation.Scenarios;

/// <summary>How one run ended.</summary>
/// <param name="TraceHash">Equal for equal runs.</param>
/// <param name="Asks">Requests that clients made.</param>
/// <param name="Simulated">How much time passed in the world.</param>
internal sealed record RunResult(
    ulong Seed, ImmutableArray<Violation> Violations, ulong TraceHash, int Steps, int Asks, TimeSpan Simulated);
