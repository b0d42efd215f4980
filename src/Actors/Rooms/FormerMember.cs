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
    /// <returns>Null where nothing is worth remembering.</returns>
    internal static FormerMember? Of(Member member, TimeSpan slowMode, DateTimeOffset now)
    {
        DateTimeOffset? wrote = member.WroteAt + slowMode > now ? member.WroteAt : null;
        return member.Revoked == Permissions.None && wrote is null ? null : new FormerMember(member.Revoked, wrote);
    }

    /// <summary>
    /// At most <see cref="RoomState.MaxFormer"/>. Who would have to wait no longer makes room; where there is none, nothing is remembered of
    /// one more: that many do not come to get round a rule.
    /// </summary>
    internal static ImmutableDictionary<UserId, FormerMember> Add(
        ImmutableDictionary<UserId, FormerMember> all, UserId user, FormerMember former, DateTimeOffset now)
    {
        if (all.Count >= RoomState.MaxFormer)
            all = all.RemoveRange(all.Where(one => one.Value.IsOver(now)).Select(static one => one.Key));
        return all.Count >= RoomState.MaxFormer ? all : all.SetItem(user, former);
    }

    private bool IsOver(DateTimeOffset now) => Revoked == Permissions.None && !(WroteAt + RoomSettings.MaxSlowMode > now);
}
