using System.Collections.Immutable;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>
/// A room as it was at <see cref="RoomState.Head"/>, and the requests it remembers. With the log's tail
/// after it, it gives the room as it is: it holds what trimmed entries would otherwise take along.
/// </summary>
public sealed record RoomSnapshot(RoomState State, ImmutableArray<RememberedRequest> Requests);
