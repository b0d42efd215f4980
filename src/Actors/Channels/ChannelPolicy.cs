using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>What the channels of one pattern are like. Set by whoever runs the server, never by a client.</summary>
/// <param name="Pattern">The channels that it is about.</param>
public sealed record ChannelPolicy(NamePattern Pattern)
{
    /// <summary>The fewest and the most messages that <see cref="KeptMessages"/> may be.</summary>
    public const int MinKept = 100;
    public const int MaxKept = 1_000_000;

    /// <summary>Only for those whose credentials name it, and for services.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Messages have a place in a log, and can be caught up with. Else they are heard at most once, and kept nowhere.</summary>
    public bool IsPersistent { get; init; }

    public ChannelPublishers Publishers { get; init; } = ChannelPublishers.Users;

    /// <summary>What a listener who cannot keep up goes without.</summary>
    public DeliveryPolicy Delivery { get; init; }

    /// <summary>Messages that the log keeps, <see cref="MinKept"/> to <see cref="MaxKept"/>; null: as many as a room's.</summary>
    public int? KeptMessages { get; init; }
}
