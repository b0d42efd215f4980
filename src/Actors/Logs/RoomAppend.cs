using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>Entries to write, and the conditions under which they may be.</summary>
/// <param name="ExpectedSeq">The seq at which the writer believes the log to end; the first entry's seq is one more.</param>
public sealed record RoomAppend(RoomWriter Writer, Epoch Epoch, long ExpectedSeq, ImmutableArray<RoomEvent> Events);
