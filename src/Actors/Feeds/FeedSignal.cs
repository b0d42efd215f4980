using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>An ephemeral event on its way to the listeners of a room, encoded once like a batch.</summary>
public sealed class FeedSignal(RoomId room, EphemeralEvent what) : SharedEncoding
{
    public RoomId Room { get; } = room;

    public EphemeralEvent Event { get; } = what;
}
