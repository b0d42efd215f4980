using Streaming.Actors.Rooms;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/rooms/{room}</c>.</summary>
/// <param name="Owner">The node that owns the room's shard; null: none does now.</param>
/// <param name="Claim">How many claims led to the shard's term.</param>
/// <param name="Active">In its owner's memory before this was asked; null when the owner did not say.</param>
/// <param name="Head">The newest seq.</param>
/// <param name="SnapshotSeq">Where the newest snapshot stands; 0 without one; null when the owner did not say.</param>
/// <param name="Present">Users who are in the room now.</param>
/// <param name="Listening">Nodes with listeners.</param>
/// <param name="Members">The first hundred.</param>
/// <param name="Problem">Why the owner did not say; then what stands here is from the log alone.</param>
internal sealed record RoomReport(
    string RoomId,
    int Shard,
    string? Owner,
    long? Term,
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
    IReadOnlyList<RoomMemberReport>? Members,
    string? Problem);

/// <summary>One member of a room.</summary>
internal sealed record RoomMemberReport(string UserId, Role Role, DateTimeOffset JoinedAt);
