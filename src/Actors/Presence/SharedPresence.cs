using Streaming.Actors.Feeds;

namespace Streaming.Actors.Presence;

/// <summary>How a user is, on its way to the connections of a node that watch the user, encoded once for all of them.</summary>
public sealed class SharedPresence(ShownUser user) : SharedEncoding
{
    public ShownUser User { get; } = user;
}
