using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Which public rooms somebody looks for.</summary>
public sealed record ListingQuery
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 50;
    public const int MaxWordsLength = 100;

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Only rooms whose ids come after it.</summary>
    public RoomId? After { get; init; }

    /// <summary>Words, of which each has to stand in the id, the name or the description, in any case.</summary>
    public string? Words { get; init; }

    public string? Tag { get; init; }

    public string? Category { get; init; }
}
