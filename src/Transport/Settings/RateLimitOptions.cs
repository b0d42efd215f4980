using Streaming.Actors.Limits;

namespace Streaming.Transport.Settings;

/// <summary>
/// The block <c>RateLimit</c>: token buckets and sliding windows per user over all of the user's connections, per connection, address, action and
/// room.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Messages a user may send per second in the long run, 1 to 100,000.</summary>
    public int MessagesPerSecond { get; set; } = 10;

    /// <summary>Messages a user may send in a minute, 1 to 6,000,000: what a user who has been quiet may send at once, and what comes back in a minute.</summary>
    public int MessagesPerMinute { get; set; } = 100;

    /// <summary>Messages a user who has been quiet may send at once, 1 to 100,000.</summary>
    public int BurstSize { get; set; } = 20;

    /// <summary>Messages, edits, reactions and the like that a room takes per second from all its members, 1 to 1,000,000.</summary>
    public int RoomMessagesPerSecond { get; set; } = 100;

    /// <summary>What one connection may ask for, messages included. Null: as much as its user.</summary>
    public RateLimit? PerConnection { get; set; }

    /// <summary>What one address may ask for, messages included, over all its connections. Null: as much as its users.</summary>
    public RateLimit? PerIp { get; set; }

    /// <summary>
    /// What all guests of one address may ask for over REST, where a guest can bear another name in each request. Null: each as much as a user.
    /// </summary>
    public RateLimit? GuestRequests { get; set; } = new(PerSecond: 50, Burst: 100, PerMinute: 0);

    /// <summary>Connections that one address may open at one node. Null: any number.</summary>
    public RateLimit? Handshakes { get; set; } = new(PerSecond: 20, Burst: 100, PerMinute: 0);

    /// <summary>Credentials that do not hold which one address may show to one node. Beyond it none are looked at. Null: any number.</summary>
    public RateLimit? FailedLogIns { get; set; } = new(PerSecond: 1, Burst: 60, PerMinute: 0);

    /// <summary>What single actions are held to besides.</summary>
    public RateLimitActions Actions { get; } = new();

    /// <summary>Limits that tighten while a node lags behind.</summary>
    public AdaptiveOptions Adaptive { get; } = new();
}
