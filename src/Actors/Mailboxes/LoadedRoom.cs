using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>A room as its log has it now.</summary>
/// <param name="SnapshotSeq">Where the newest snapshot stands; 0 without one.</param>
internal sealed record LoadedRoom(RoomState State, RecentRequests Requests, long FirstSeq, long SnapshotSeq);
