using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>A listener in a feed, with the position up to which it was served. Touched only in the feed's turn.</summary>
internal sealed class FeedMember(IFeedListener listener)
{
    public IFeedListener Listener { get; } = listener;

    public FeedMemberState State { get; set; } = FeedMemberState.Opened;

    /// <summary>The last seq given to the listener, or where it started from.</summary>
    public long Position { get; set; }

    /// <summary>The epoch that <see cref="Position"/> belongs to.</summary>
    public Epoch Epoch { get; set; }

    /// <summary>Where the log ended, as the owner knew, when it attached.</summary>
    public long Head { get; set; }

    /// <summary>A page of the log is on its way to it.</summary>
    public bool IsReading { get; set; }

    /// <summary>Where the feed keeps it while live, so that leaving a room of thousands is one step.</summary>
    public int Index { get; set; }
}
