using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What became of a message since it was written.</summary>
public sealed record MessageAnnotations
{
    /// <summary>Different reactions to one message.</summary>
    public const int MaxReactions = 20;

    /// <summary>Users with the same reaction to one message.</summary>
    public const int MaxUsersPerReaction = 1_000;

    public const int MaxReactionLength = 32;

    public const int MaxEdits = 100;

    // Before the one that holds it: fields are set in the order in which they stand.
    private static readonly ImmutableSortedDictionary<string, ImmutableHashSet<UserId>> NoReactions =
        ImmutableSortedDictionary.Create<string, ImmutableHashSet<UserId>>(StringComparer.Ordinal);

    public static readonly MessageAnnotations None = new();

    /// <summary>The seqs of its edits, oldest first: the last one holds what it says now.</summary>
    public ImmutableArray<long> Edits { get; init; } = [];

    public DateTimeOffset? EditedAt { get; init; }

    public UserId? EditedBy { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public UserId? DeletedBy { get; init; }

    public bool IsDeleted => DeletedAt is not null;

    public UserId? PinnedBy { get; init; }

    public bool IsPinned => PinnedBy is not null;

    /// <summary>Who reacted how.</summary>
    public ImmutableSortedDictionary<string, ImmutableHashSet<UserId>> Reactions { get; init; } = NoReactions;

    /// <summary>Nothing but the edits that are not older than <paramref name="firstSeq"/>; null where there are none.</summary>
    public MessageAnnotations? EditsFrom(long firstSeq)
    {
        ImmutableArray<long> edits = Edits.RemoveAll(seq => seq < firstSeq);
        return edits.IsEmpty ? null : new MessageAnnotations { Edits = edits, EditedAt = EditedAt, EditedBy = EditedBy };
    }

    public bool HasReacted(UserId user, string reaction) => Reactions.TryGetValue(reaction, out var users) && users.Contains(user);

    public MessageAnnotations React(UserId user, string reaction) =>
        this with { Reactions = Reactions.SetItem(reaction, Reactions.GetValueOrDefault(reaction, []).Add(user)) };

    public MessageAnnotations Unreact(UserId user, string reaction)
    {
        if (!Reactions.TryGetValue(reaction, out var users))
            return this;

        users = users.Remove(user);
        return this with { Reactions = users.IsEmpty ? Reactions.Remove(reaction) : Reactions.SetItem(reaction, users) };
    }
}
