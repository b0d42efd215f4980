using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A listener's position no longer means anything: the log began a new epoch, or what came next was
/// trimmed away. The next logged event is <paramref name="Position"/> + 1.
/// </summary>
public sealed record FeedReset(RoomId Room, Epoch Epoch, long Position, long FirstSeq);
