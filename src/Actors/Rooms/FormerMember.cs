using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// What a room remembers of a user who left, so that nobody gets rid of it by leaving and coming back.
/// </summary>
/// <param name="Revoked">What was taken from them.</param>
/// <param name="WroteAt">When they last wrote, while slow mode would have them wait for it.</param>
public sealed record FormerMember(Permissions Revoked, DateTimeOffset? WroteAt)
{
    /// <summary>The role that they were put down to: by themselves they come back with no higher one. Null where they were not.</summary>
    public Role? Role { get; init; }

    /// <summary>Whether something was taken from them; else they only have to wait.</summary>
    public bool IsCurtailed => Revoked != Permissions.None || Role is not null;

    /// <returns>Null where nothing is worth remembering.</returns>
    internal static FormerMember? Of(Member member, TimeSpan slowMode, DateTimeOffset now)
    {
        DateTimeOffset? wrote = member.WroteAt + slowMode > now ? member.WroteAt : null;
        return !member.IsCurtailed && wrote is null
            ? null
            : new FormerMember(member.Revoked, wrote) { Role = member is { IsDemoted: true, Role: < Rooms.Role.Member } ? member.Role : null };
    }

    /// <summary>
    /// At most <see cref="RoomState.MaxFormer"/>. Who would have to wait no longer makes room, and where that is not enough for one from whom something
    /// was taken, whoever has to wait least. Of those there are never more, since in a room of so many nobody is curtailed
    /// (<see cref="Moderation"/>).
    /// </summary>
    internal static ImmutableDictionary<UserId, FormerMember> Add(
        ImmutableDictionary<UserId, FormerMember> all, UserId user, FormerMember former, DateTimeOffset now)
    {
        if (all.Count >= RoomState.MaxFormer)
            all = all.RemoveRange(all.Where(one => one.Value.IsOver(now)).Select(static one => one.Key));
        if (all.Count >= RoomState.MaxFormer && former.IsCurtailed && all.Any(static one => !one.Value.IsCurtailed))
        {
            // By name where they wrote at once, so that every reading of the log does the same.
            all = all.Remove(all.Where(static one => !one.Value.IsCurtailed).MinBy(static one => (one.Value.WroteAt, one.Key.Value), Earlier).Key);
        }

        return all.Count >= RoomState.MaxFormer ? all : all.SetItem(user, former);
    }

    private static Comparer<(DateTimeOffset?, string)> Earlier { get; } = Comparer<(DateTimeOffset? At, string Name)>.Create(
        static (one, other) => Nullable.Compare(one.At, other.At) is var order and not 0 ? order : string.CompareOrdinal(one.Name, other.Name));

    private bool IsOver(DateTimeOffset now) => !IsCurtailed && !(WroteAt + RoomSettings.MaxSlowMode > now);
}
