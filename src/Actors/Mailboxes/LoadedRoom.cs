using System.Collections.Immutable;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>A room as its log has it now.</summary>
/// <param name="SnapshotSeq">Where the newest snapshot stands; 0 without one.</param>
/// <param name="Lost">What this node was told to be in the log and is not any more, from the state's head on: to be written again.</param>
internal sealed record LoadedRoom(
    RoomState State, RecentRequests Requests, long FirstSeq, long SnapshotSeq, ImmutableArray<RoomEvent> Lost);
