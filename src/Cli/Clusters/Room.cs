namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/rooms/{room}</c>.</summary>
internal sealed record Room(
    string RoomId,
    int Shard,
    string? Owner,
    long? Claim,
    bool? Active,
    string? Epoch,
    long FirstSeq,
    long Head,
    long? SnapshotSeq,
    bool InDoubt,
    string? OwnedBy,
    int? MemberCount,
    int? Present,
    IReadOnlyList<string>? Listening,
    IReadOnlyList<RoomMember>? Members,
    string? Problem);

/// <summary>One member of a room.</summary>
internal sealed record RoomMember(string UserId, string Role, DateTimeOffset JoinedAt);
