using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>What a feed finds in its inbox. A closed set.</summary>
internal abstract record FeedInput
{
    private FeedInput()
    {
    }

    public sealed record Attached(FeedMember Member, Epoch Epoch, long Position, long Head) : FeedInput;

    /// <summary>A listener that wants what comes from now on, wherever the feed is.</summary>
    public sealed record Followed(FeedMember Member) : FeedInput;

    public sealed record Detached(FeedMember Member, TaskCompletionSource? Done) : FeedInput;

    public sealed record Committed(Epoch Epoch, ImmutableArray<RoomEvent> Events) : FeedInput;

    public sealed record HeadTold(Epoch Epoch, long Head) : FeedInput;

    public sealed record Raised(FeedSignal Signal) : FeedInput;

    /// <summary>A page for the feed itself; null when the log could not be read.</summary>
    public sealed record Healed(LogPage? Page, bool All) : FeedInput;

    /// <summary>A page for one listener that is behind; null when the log could not be read.</summary>
    public sealed record Replayed(FeedMember Member, LogPage? Page) : FeedInput;

    /// <summary>A listener threw when it was asked for room.</summary>
    public sealed record ReplayFailed(FeedMember Member, Exception Why) : FeedInput;

    /// <summary>What the owner sent may have been lost: look into the log.</summary>
    public sealed record HealAsked : FeedInput;

    /// <summary>Time to try again what could not be read.</summary>
    public sealed record RetryDue : FeedInput;
}
