using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>Part of a log, with the log's bounds when it was read.</summary>
/// <param name="Epoch">Null when there is no such log.</param>
/// <param name="FirstSeq">The oldest entry kept; 1 for an empty log.</param>
/// <param name="LastSeq">The newest entry; 0 for an empty log.</param>
/// <param name="IsInDoubt">
/// The store may have lost the end of this log, and seqs above <paramref name="LastSeq"/> may have been given out and seen. Who
/// means to write puts it under another epoch first (<see cref="IRoomLog.RenewEpochAsync"/>).
/// </param>
public sealed record LogPage(Epoch? Epoch, long FirstSeq, long LastSeq, ImmutableArray<RoomEvent> Events, bool IsInDoubt = false)
{
    public static readonly LogPage None = new(null, FirstSeq: 1, LastSeq: 0, []);
}
