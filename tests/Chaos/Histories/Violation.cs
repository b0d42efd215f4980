namespace Streaming.Chaos.Histories;

/// <summary>A promise that was not kept.</summary>
/// <param name="What">Where and how, for whoever looks into it.</param>
internal sealed record Violation(ViolationKind Kind, string What);
