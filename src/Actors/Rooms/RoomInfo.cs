using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A room, as those who may see it are told it.</summary>
/// <param name="Mine">The membership of who asks; null for one who is no member.</param>
public sealed record RoomInfo(
    RoomSettings Settings, UserId? Owner, DateTimeOffset CreatedAt, int MemberCount, bool IsArchived, RoomLock? Lock, Epoch Epoch, long FirstSeq,
    long LastSeq, Member? Mine);
