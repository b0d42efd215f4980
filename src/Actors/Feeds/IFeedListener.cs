using Streaming.Actors.Ids;

namespace Streaming.Actors.Feeds;

/// <summary>
/// One listener of a room on this node. The feed calls from its own turn, one call at a time and in
/// order; a call must not block: what cannot be sent yet waits in the listener's own bounded outbox.
/// </summary>
public interface IFeedListener
{
    /// <summary>Its place in the feed begins: whatever the feed gives out after that is given to it, too.</summary>
    /// <returns>The seq up to which it has heard everything of that epoch in another way; 0 for nothing.</returns>
    long OnAttached(Epoch epoch) => 0;

    /// <summary>Its place has ended: it gets nothing more.</summary>
    void OnDetached()
    {
    }

    /// <summary>The next logged events: each seq once, in order, without a gap since the position it started from.</summary>
    void OnEvents(FeedBatch batch);

    void OnSignal(FeedSignal signal);

    void OnReset(FeedReset reset);

    /// <summary>
    /// Completes when the listener can take another page of replay. Live events do not ask: a listener
    /// that cannot keep up with those is closed (4008) and resumes.
    /// </summary>
    ValueTask ReadyForReplayAsync();

    /// <summary>
    /// The page that <see cref="ReadyForReplayAsync"/> was asked for has been given, or will not come. Called once for
    /// each time that one completed, so that a listener can give the rooms of one connection their turns.
    /// </summary>
    void OnReplayEnded()
    {
    }

    /// <summary>
    /// A call to it threw, so what it got is not known, and it gets nothing more. It should let its client know by
    /// ending the connection: a gap that nobody hears of would break the promise of a feed.
    /// </summary>
    void OnFailed();
}
