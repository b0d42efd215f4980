using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Tests.Features;

/// <summary>Commands without who asks: <see cref="Participant.Ask"/> fills that in.</summary>
internal static class Commands
{
    public static JoinRoom Join(string? invite = null) => new() { By = default, Request = default, As = Role.Member, MayCreate = false, Invite = invite };

    public static LeaveRoom Leave() => new() { By = default, Request = default };

    public static UpdateRoom Update(RoomPatch patch) => new() { By = default, Request = default, Patch = patch };

    public static SetRoomStatus Status(RoomAction action, string? reason = null) =>
        new() { By = default, Request = default, Action = action, Reason = reason };

    public static TransferRoom Transfer(UserId to) => new() { By = default, Request = default, To = to };

    public static ModerateMember Moderate(ModerationKind kind, UserId target) => new() { By = default, Request = default, Kind = kind, Target = target };

    public static CreateInvite Invite(string code, int maxUses = 10) =>
        new() { By = default, Request = default, Code = code, Role = Role.Guest, MaxUses = maxUses };

    public static PublishMessage Message() => new() { By = default, Request = default, Body = new MessageBody("\"hello\""u8.ToArray()) };

    public static ReadMembers Members() => new() { By = default, Request = default };
}
