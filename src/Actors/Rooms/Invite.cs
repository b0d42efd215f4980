using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A way into a room for those who know its code.</summary>
/// <param name="Seq">Of the event that made it.</param>
/// <param name="Role">What those become who come by it; never above member.</param>
/// <param name="MaxUses">Users who may come by it, 1 to <see cref="MaxUsesBound"/>. One user counts once.</param>
public sealed record Invite(string Code, long Seq, UserId By, Role Role, DateTimeOffset At, DateTimeOffset? ExpiresAt, int MaxUses)
{
    /// <summary>The room remembers who came by it.</summary>
    public const int MaxUsesBound = 1_000;

    public const int DefaultMaxUses = 100;
    public const int MinCodeLength = 8;
    public const int MaxCodeLength = 64;

    public ImmutableHashSet<UserId> UsedBy { get; init; } = [];

    public bool IsOver(DateTimeOffset now) => ExpiresAt <= now;

    public bool Admits(UserId user, DateTimeOffset now) => !IsOver(now) && (UsedBy.Contains(user) || UsedBy.Count < MaxUses);
}
