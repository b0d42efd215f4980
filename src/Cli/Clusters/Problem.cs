namespace Streaming.Cli.Clusters;

/// <summary>What a node says when it refuses: the part of RFC 9457 that is of use here.</summary>
internal sealed record Problem(string? Detail, string? Title);
