using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What became of a message, as those who read it are told.</summary>
/// <param name="Seq">The message's.</param>
public sealed record MessageSummary(long Seq)
{
    /// <summary>The seq of the event that holds what the message says now; 0 when it says what it always did.</summary>
    public long LastEdit { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public UserId? EditedBy { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public UserId? DeletedBy { get; init; }

    public UserId? PinnedBy { get; init; }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<ReactionSummary> Reactions { get; init; } = [];

    /// <summary>About how many bytes the reactions take, which alone can be many.</summary>
    internal int Weight => 64 + Reactions.Sum(static one => 64 + one.Users.Sum(static user => 8 + user.Value.Length));

    public static MessageSummary Of(long seq, MessageAnnotations annotations, UserId reader) => new(seq)
    {
        LastEdit = annotations.Edits is [.., var last] ? last : 0,
        EditedAt = annotations.EditedAt,
        EditedBy = annotations.EditedBy,
        DeletedAt = annotations.DeletedAt,
        DeletedBy = annotations.DeletedBy,
        PinnedBy = annotations.PinnedBy,
        Reactions = [.. annotations.Reactions.Select(one => ReactionSummary.Of(one.Key, one.Value, reader))],
    };

    public bool Equals(MessageSummary? other) =>
        other is not null && Seq == other.Seq && LastEdit == other.LastEdit && EditedAt == other.EditedAt && EditedBy == other.EditedBy
        && DeletedAt == other.DeletedAt && DeletedBy == other.DeletedBy && PinnedBy == other.PinnedBy && Reactions.SequenceEqual(other.Reactions);

    public override int GetHashCode() => Seq.GetHashCode();
}
