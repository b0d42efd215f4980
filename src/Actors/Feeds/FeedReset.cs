using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A listener's position no longer means anything: the log began a new epoch, or what came next was
/// trimmed away. The next logged event is <paramref name="Position"/> + 1.
/// </summary>
/// <param name="Head">Where the log ended: what follows up to there tells of the past. 0 where that is not known.</param>
public sealed record FeedReset(RoomId Room, Epoch Epoch, long Position, long FirstSeq, long Head = 0);
