using Streaming.Actors.Time;

namespace Streaming.Actors.Feeds;

/// <summary>Has a feed try again, on the shared wheel, what could not be read.</summary>
internal sealed class FeedRetry(RoomFeed feed) : WheelEntry
{
    protected internal override void OnDue() => feed.RetryNow();
}
