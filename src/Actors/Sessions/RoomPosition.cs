using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>
/// Where a client stands in a room: it has everything up to <paramref name="Seq"/>. Without an epoch the
/// log's own is assumed.
/// </summary>
public readonly record struct RoomPosition(long Seq, Epoch? Epoch);
