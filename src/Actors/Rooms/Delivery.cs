namespace Streaming.Actors.Rooms;

/// <summary>What happens to messages that a listener is too slow for.</summary>
public enum Delivery
{
    /// <summary>Nothing is left out: who cannot keep up is disconnected, and resumes.</summary>
    Reliable,

    /// <summary>Of the messages that wait, only the newest of each <c>metadata.key</c> is delivered.</summary>
    LatestByKey,

    /// <summary>At most one message in an interval is delivered.</summary>
    Sample,

    /// <summary>The oldest that wait make room for the newest.</summary>
    DropOldest,
}
