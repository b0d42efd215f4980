namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>How a listener takes what it gets. Those with a bad one are not counted.</summary>
internal enum ReadingHabit
{
    /// <summary>At once.</summary>
    Prompt,

    /// <summary>Not at all, once the measurement has begun.</summary>
    Never,

    /// <summary>One byte a second, once the measurement has begun.</summary>
    Dripping,

    /// <summary>At once, until it hangs up in the middle of the measurement.</summary>
    HangingUp,
}
