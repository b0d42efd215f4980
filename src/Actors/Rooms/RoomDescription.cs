using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A room as its owner has it: what operators are shown.</summary>
/// <param name="Exists">False for a room that nobody has created; then the rest says nothing.</param>
/// <param name="Head">The newest seq; it is in the log.</param>
/// <param name="SnapshotSeq">Where the newest snapshot stands; 0 without one.</param>
/// <param name="Owner">The user who owns the room.</param>
/// <param name="Members">By id, the first <see cref="MaxMembers"/>.</param>
/// <param name="Present">Users who are in the room now.</param>
/// <param name="Listening">Nodes with listeners.</param>
/// <param name="IsActive">It was in memory already; else only this question has brought it there.</param>
public sealed record RoomDescription(
    bool Exists,
    Epoch Epoch,
    long FirstSeq,
    long Head,
    long SnapshotSeq,
    UserId? Owner,
    int MemberCount,
    ImmutableArray<DescribedMember> Members,
    int Present,
    ImmutableArray<NodeId> Listening,
    bool IsActive)
{
    /// <summary>More members are counted and not named: an answer to another node has to stay a small message.</summary>
    public const int MaxMembers = 100;
}

/// <summary>One member in a <see cref="RoomDescription"/>.</summary>
public readonly record struct DescribedMember(UserId User, Role Role, DateTimeOffset JoinedAt);
