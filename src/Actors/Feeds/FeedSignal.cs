using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>An ephemeral event on its way to the listeners of a room, encoded once like a batch.</summary>
public sealed class FeedSignal(RoomId room, EphemeralEvent what) : SharedEncoding
{
    private Dictionary<ChannelFilter, bool>? _matches;
    private string? _key;

    public RoomId Room { get; } = room;

    public EphemeralEvent Event { get; } = what;

    /// <summary>Whether it is a message that a filter lets pass: worked out once for all who have the filter, in the feed's turn.</summary>
    public bool Matches(ChannelFilter filter)
    {
        _matches ??= [];
        if (!_matches.TryGetValue(filter, out bool matches))
            _matches.Add(filter, matches = Event is ChannelMessage message && filter.Matches(message.Body.Metadata));

        return matches;
    }

    /// <summary>What a message is the newest word about; null for what is no message.</summary>
    internal string? Key => _key ??= Event is ChannelMessage message ? MetadataKey.Of(message.Body.Metadata) : null;
}
