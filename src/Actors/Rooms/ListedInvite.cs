using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>An <see cref="Invite"/> as those are told of it who may make them: without those who used it, of whom there may be a thousand.</summary>
/// <param name="UsedCount">How many came by it.</param>
public sealed record ListedInvite(
    string Code, long Seq, UserId By, Role Role, DateTimeOffset At, DateTimeOffset? ExpiresAt, int MaxUses, int UsedCount)
{
    internal static ListedInvite Of(Invite invite) => new(
        invite.Code, invite.Seq, invite.By, invite.Role, invite.At, invite.ExpiresAt, invite.MaxUses, invite.UsedBy.Count);
}
