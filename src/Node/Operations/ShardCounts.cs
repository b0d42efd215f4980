namespace Streaming.Node.Operations;

/// <summary>How the shards are spread.</summary>
/// <param name="Total">All there are.</param>
/// <param name="Unowned">Those that no node owns now.</param>
/// <param name="Misplaced">Those whose owner is another node than should have them: they are on their way.</param>
internal sealed record ShardCounts(int Total, int Unowned, int Misplaced);
