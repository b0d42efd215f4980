using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>So many messages, which came right before the next one that is given, were left out for this listener, who could not keep up.</summary>
public sealed record FeedSkip(RoomId Room, long Count);
