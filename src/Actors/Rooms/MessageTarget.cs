using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// A message that something is done to. Who asks looks the author up in the log, where it never changes: so the owner
/// need not read its log to decide.
/// </summary>
public sealed record MessageTarget(Epoch Epoch, long Seq, UserId Author);
