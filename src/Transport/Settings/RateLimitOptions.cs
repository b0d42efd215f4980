namespace Streaming.Transport.Settings;

/// <summary>The block <c>RateLimit</c>: token buckets per user, over all of the user's connections, and per room.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Messages a user may send per second in the long run, 1 to 100,000.</summary>
    public int MessagesPerSecond { get; set; } = 10;

    /// <summary>Messages a user may send in a minute, 1 to 6,000,000.</summary>
    public int MessagesPerMinute { get; set; } = 100;

    /// <summary>Messages a user who has been quiet may send at once, 1 to 100,000.</summary>
    public int BurstSize { get; set; } = 20;

    /// <summary>Messages, edits, reactions and the like that a room takes per second from all its members, 1 to 1,000,000.</summary>
    public int RoomMessagesPerSecond { get; set; } = 100;
}
