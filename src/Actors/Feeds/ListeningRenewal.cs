using Streaming.Actors.Time;

namespace Streaming.Actors.Feeds;

/// <summary>Has a room's owner told, on the shared wheel, that this node still listens.</summary>
internal sealed class ListeningRenewal(RoomFeeds feeds, RoomFeed feed) : WheelEntry
{
    protected internal override void OnDue() => feeds.Renew(feed);
}
