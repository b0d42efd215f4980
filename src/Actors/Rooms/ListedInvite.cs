namespace Streaming.Actors.Rooms;

/// <summary>An invite as those are told of it who may make them.</summary>
/// <param name="Invite">Without those who used it: a thousand may have.</param>
/// <param name="UsedCount">How many did.</param>
public sealed record ListedInvite(Invite Invite, int UsedCount)
{
    internal static ListedInvite Of(Invite invite) => new(invite with { UsedBy = [] }, invite.UsedBy.Count);
}
