namespace Streaming.Node.Operations;

/// <summary>The answer to a drain: it has begun.</summary>
/// <param name="HadBegun">An operator had asked for it before.</param>
/// <param name="ThenStop">The process will end.</param>
internal sealed record DrainReport(string NodeId, string State, bool HadBegun, bool ThenStop);
