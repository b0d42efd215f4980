using Streaming.Actors.Ids;

namespace Streaming.Actors.History;

/// <summary>Which messages of a room (docs/protocol.md, section 3, <c>history</c>).</summary>
public sealed record HistoryQuery
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>1 to <see cref="MaxLimit"/> messages.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Only messages below this seq, newest first.</summary>
    public long? BeforeSeq { get; init; }

    /// <summary>Only messages above this seq, oldest first.</summary>
    public long? AfterSeq { get; init; }

    public string? ThreadId { get; init; }

    public UserId? User { get; init; }

    /// <summary>Words that must all occur in the message's data, compared without case.</summary>
    public string? Search { get; init; }

    public DateTimeOffset? Before { get; init; }

    public DateTimeOffset? After { get; init; }
}
