using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>
/// Does to rooms, members and messages what people do: edits, deletes, reacts, pins, bans, promotes, locks, and takes much of it back. As a
/// careful library does: under an id, again until it knows.
/// </summary>
internal sealed class Meddler(ClientWorld place, Dice dice, IReadOnlyList<UserId> users)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly UserId BackEnd = new("backend");
    private int _backEndRequests;

    public static string AnyCode(Dice dice) => $"invite-{dice.Next(2)}";

    public async Task MeddleAsync(SimulatedClient tab, RoomId room)
    {
        bool isBackEnd = dice.Chance(0.2);
        var deed = new Deed(room, AnyCommand(room) with
        {
            By = isBackEnd ? BackEnd : tab.User.Id,
            IsPrivileged = isBackEnd,
            Request = isBackEnd ? new RequestId($"backend-{++_backEndRequests}") : tab.User.NextRequest(),
        });
        place.Recording.Deeds.Add(deed);
        await DoAsync(tab, deed, place.World.Now + Patience);
    }

    /// <summary>Opens the room again to everybody who is not banned, whatever was done to it: so that those who come to look get in.</summary>
    public async Task ReopenAsync(SimulatedClient tab, RoomId room, TimeSpan patience)
    {
        var everybody = new RoomPatch { IsPrivate = false, MaxMembers = RoomSettings.MaxMembersBound, SlowMode = TimeSpan.Zero };
        RoomCommand[] commands =
        [
            new SetRoomStatus { By = BackEnd, Request = default, Action = RoomAction.Restore },
            new SetRoomStatus { By = BackEnd, Request = default, Action = RoomAction.Unlock },
            new UpdateRoom { By = BackEnd, Request = default, Patch = everybody },
        ];
        DateTimeOffset until = place.World.Now + patience;
        foreach (RoomCommand command in commands)
        {
            var deed = new Deed(room, command with { IsPrivileged = true, Request = new RequestId($"backend-{++_backEndRequests}") });
            place.Recording.Deeds.Add(deed);
            await DoAsync(tab, deed, until, evenWhenOver: true);
        }
    }

    private async Task DoAsync(SimulatedClient tab, Deed deed, DateTimeOffset until, bool evenWhenOver = false)
    {
        while ((evenWhenOver || !place.IsOver) && place.World.Now < until)
        {
            Answer answer = await tab.AskAsync(new ClientRequest.Do(deed.Room, deed.Command), deed.Tries.Add);
            if (answer is Answer.Replied { Reply: RoomReply.Published or RoomReply.Refused or RoomReply.Done })
                return;

            await place.World.Delay(dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
        }
    }

    private RoomCommand AnyCommand(RoomId room) => dice.Next(20) switch
    {
        < 9 when AnyMessage(room) is { } target => Annotate(target),
        < 14 => Moderate(),
        < 16 => new UpdateRoom { By = default, Request = default, Patch = AnyPatch() },
        < 18 => new SetRoomStatus
        {
            By = default, Request = default,
            Action = dice.Pick([RoomAction.Lock, RoomAction.Unlock, RoomAction.Unlock, RoomAction.Archive, RoomAction.Restore, RoomAction.Restore]),
        },
        18 => new TransferRoom { By = default, Request = default, To = dice.Pick(users) },
        _ when dice.Chance(0.8) => new CreateInvite
        {
            By = default, Request = default, Code = AnyCode(dice), Role = dice.Pick([Role.Guest, Role.Member]), MaxUses = dice.Between(1, 3),
        },
        _ => new RevokeInvite { By = default, Request = default, Code = AnyCode(dice) },
    };

    private AnnotateMessage Annotate(MessageTarget target)
    {
        MessageAction action = dice.Pick(
        [
            MessageAction.Edit, MessageAction.Edit, MessageAction.Delete, MessageAction.AddReaction, MessageAction.AddReaction,
            MessageAction.RemoveReaction, MessageAction.Pin, MessageAction.Unpin,
        ]);
        return new AnnotateMessage
        {
            By = default, Request = default, Action = action, Target = target,
            Body = action == MessageAction.Edit ? new MessageBody("\"better\""u8.ToArray()) : null,
            Reaction = action is MessageAction.AddReaction or MessageAction.RemoveReaction ? dice.Pick(["a", "b"]) : null,
        };
    }

    private ModerateMember Moderate()
    {
        ModerationKind kind = dice.Pick(
        [
            ModerationKind.Ban, ModerationKind.Unban, ModerationKind.Unban, ModerationKind.Mute, ModerationKind.Unmute, ModerationKind.Kick,
            ModerationKind.Warn, ModerationKind.SetRole, ModerationKind.SetRole, ModerationKind.SetPermissions, ModerationKind.Add,
        ]);
        bool ends = kind is ModerationKind.Ban or ModerationKind.Mute && dice.Chance(0.8);
        return new ModerateMember
        {
            By = default, Request = default, Kind = kind, Target = dice.Pick(users),
            Until = ends ? place.World.Now + dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3)) : null,
            Role = dice.Pick([Role.Guest, Role.Member, Role.Member, Role.Moderator, Role.Admin]),
            Granted = dice.Pick([Permissions.None, Permissions.All, Permissions.DeleteMessage]),
            Revoked = dice.Pick([Permissions.None, Permissions.None, Permissions.SendMessage]),
        };
    }

    private RoomPatch AnyPatch() => new()
    {
        IsPrivate = dice.Chance(0.3), SlowMode = dice.Chance(0.3) ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero,
        MaxMembers = dice.Chance(0.2) ? dice.Between(1, 3) : RoomSettings.MaxMembersBound,
    };

    private MessageTarget? AnyMessage(RoomId room)
    {
        ArchivedRoom archived = place.Cluster.Store.Archive.Of(room);
        return archived.Epoch is { } epoch && archived.Head > 0 && archived.At(1 + dice.Next((int)archived.Head)) is MessagePublished message
            ? new MessageTarget(epoch, message.Seq, message.By)
            : null;
    }
}
