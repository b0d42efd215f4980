using System.Collections.Immutable;

namespace Streaming.Actors.Rooms;

/// <summary>A change of some settings: what is null stays. Of texts the empty one takes the setting away.</summary>
public sealed record RoomPatch
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    public bool? IsPrivate { get; init; }

    public int? MaxMembers { get; init; }

    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>A JSON object; empty takes it away.</summary>
    public ReadOnlyMemory<byte>? Metadata { get; init; }

    public TimeSpan? SlowMode { get; init; }

    public Delivery? Delivery { get; init; }

    public TimeSpan? SampleInterval { get; init; }

    public RoomSettings Of(RoomSettings before) => before with
    {
        Name = Text(Name, before.Name),
        Description = Text(Description, before.Description),
        Category = Text(Category, before.Category),
        IsPrivate = IsPrivate ?? before.IsPrivate,
        MaxMembers = MaxMembers ?? before.MaxMembers,
        Tags = Tags ?? before.Tags,
        Metadata = Metadata ?? before.Metadata,
        SlowMode = SlowMode ?? before.SlowMode,
        Delivery = Delivery ?? before.Delivery,
        SampleInterval = SampleInterval ?? before.SampleInterval,
    };

    private static string? Text(string? change, string? before) => change switch
    {
        null => before,
        "" => null,
        _ => change,
    };
}
