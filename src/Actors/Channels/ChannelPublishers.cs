namespace Streaming.Actors.Channels;

/// <summary>Who may publish to a channel.</summary>
public enum ChannelPublishers
{
    /// <summary>Whoever may listen to it, guests included.</summary>
    Anyone,

    /// <summary>Users whom credentials vouch for, and services.</summary>
    Users,

    /// <summary>Services, and whose token or key has the scope <c>publish</c>.</summary>
    Services,
}
