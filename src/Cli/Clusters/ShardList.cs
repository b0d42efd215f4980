namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/shards</c>.</summary>
internal sealed record ShardList(ShardCounts Counts, IReadOnlyList<Shard> Shards);

/// <summary>One shard. No owner: nobody takes its commands now.</summary>
internal sealed record Shard([property: System.Text.Json.Serialization.JsonPropertyName("shard")] int Number, string? Owner, long? Claim, string? Preferred);
