namespace Streaming.Actors.Feeds;

internal enum FeedMemberState
{
    /// <summary>Not started yet: gets nothing.</summary>
    Opened,

    /// <summary>Behind the feed: pages of the log are on their way; live batches pass it by.</summary>
    CatchingUp,

    /// <summary>Gets what the feed gets.</summary>
    Live,

    /// <summary>Gone.</summary>
    Left,
}
