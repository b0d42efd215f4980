using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>How many reacted to a message in one way, and some of them by name.</summary>
/// <param name="Users">The reader, where they are among them, and the first by id; at most <see cref="MaxNamed"/>.</param>
public sealed record ReactionSummary(string Reaction, int Count, ImmutableArray<UserId> Users)
{
    public const int MaxNamed = 10;

    /// <param name="reader">Named before all others: who does not see that they have reacted cannot take it back.</param>
    public static ReactionSummary Of(string reaction, ImmutableHashSet<UserId> users, UserId reader)
    {
        // One pass with the first few kept: there may be a thousand, of each of twenty, on each of hundreds of messages.
        var first = new SortedSet<string>(StringComparer.Ordinal);
        foreach (UserId user in users)
        {
            if (first.Count == MaxNamed && string.CompareOrdinal(user.Value, first.Max) > 0)
                continue;

            first.Add(user.Value);
            if (first.Count > MaxNamed)
                first.Remove(first.Max!);
        }

        if (users.Contains(reader) && first.Add(reader.Value) && first.Count > MaxNamed)
            first.Remove(first.Last(name => name != reader.Value));

        return new ReactionSummary(reaction, users.Count, [.. first.Select(static name => new UserId(name))]);
    }

    public bool Equals(ReactionSummary? other) =>
        other is not null && Reaction == other.Reaction && Count == other.Count && Users.SequenceEqual(other.Users);

    public override int GetHashCode() => Count;
}
