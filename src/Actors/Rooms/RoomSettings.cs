using System.Collections.Immutable;

namespace Streaming.Actors.Rooms;

/// <summary>What a room's managers set. Everything is bounded, so that a room always fits into a snapshot.</summary>
public sealed record RoomSettings
{
    public const int MaxNameLength = 100;
    public const int MaxDescriptionLength = 1_000;
    public const int MaxCategoryLength = 50;
    public const int MaxTags = 20;
    public const int MaxTagLength = 50;
    public const int MaxMetadataBytes = 8 * 1024;

    /// <summary>As many as a room can have at all, whatever its settings say.</summary>
    public const int MaxMembersBound = 100_000;

    public const int MaxSampleIntervalMs = 60_000;

    public static readonly TimeSpan MaxSlowMode = TimeSpan.FromHours(6);

    /// <summary>A public room that says nothing about itself.</summary>
    public static readonly RoomSettings Default = new();

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    /// <summary>Joined by invite only, and not listed.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The room of two: nobody else comes in, nobody is above the other. Set when it is made, never changed.</summary>
    public bool IsDirect { get; init; }

    /// <summary>1 to <see cref="MaxMembersBound"/>.</summary>
    public int MaxMembers { get; init; } = MaxMembersBound;

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>A JSON object as it was sent; empty for none.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>Time that members below moderator have to wait between two messages; zero: none.</summary>
    public TimeSpan SlowMode { get; init; }

    /// <summary>What a listener who cannot keep up goes without.</summary>
    public Delivery Delivery { get; init; }

    /// <summary>With <see cref="Delivery.Sample"/>: at most one message in this time.</summary>
    public TimeSpan SampleInterval { get; init; }

    /// <summary>About how many bytes they take in an answer; a character up to three.</summary>
    internal int Weight =>
        RoomEvent.EnvelopeWeight + Metadata.Length
        + (3 * ((Name?.Length ?? 0) + (Description?.Length ?? 0) + (Category?.Length ?? 0) + Tags.Sum(static tag => tag.Length)));

    /// <summary>What is wrong with them, as a sentence that begins with the field's name; null if nothing is.</summary>
    public string? Problem()
    {
        if (IsTooLong(Name, MaxNameLength))
            return $"name must be a string of 1 to {MaxNameLength} characters";
        if (IsTooLong(Description, MaxDescriptionLength))
            return $"description must be a string of 1 to {MaxDescriptionLength} characters";
        if (IsTooLong(Category, MaxCategoryLength))
            return $"category must be a string of 1 to {MaxCategoryLength} characters";
        if (MaxMembers is < 1 or > MaxMembersBound)
            return $"max_members must be from 1 to {MaxMembersBound}";
        if (Tags.Length > MaxTags)
            return $"tags must be at most {MaxTags}";
        if (Tags.Any(static tag => tag.Length == 0 || IsTooLong(tag, MaxTagLength)))
            return $"tags must be strings of 1 to {MaxTagLength} characters";
        if (Metadata.Length > MaxMetadataBytes)
            return $"metadata must not take more than {MaxMetadataBytes} bytes";
        if (SlowMode < TimeSpan.Zero || SlowMode > MaxSlowMode)
            return $"slow_mode_s must be from 0 to {MaxSlowMode.TotalSeconds:0}";
        if (SampleInterval < TimeSpan.Zero || SampleInterval > TimeSpan.FromMilliseconds(MaxSampleIntervalMs))
            return $"sample_interval_ms must be from 0 to {MaxSampleIntervalMs}";
        return null;
    }

    private static bool IsTooLong(string? text, int max) => text is not null && (text.Length == 0 || text.Length > max);

    public bool Equals(RoomSettings? other) =>
        other is not null && Name == other.Name && Description == other.Description && Category == other.Category
        && IsPrivate == other.IsPrivate && IsDirect == other.IsDirect && MaxMembers == other.MaxMembers && SlowMode == other.SlowMode
        && Delivery == other.Delivery && SampleInterval == other.SampleInterval
        && Tags.SequenceEqual(other.Tags) && Metadata.Span.SequenceEqual(other.Metadata.Span);

    public override int GetHashCode() => MaxMembers;
}
