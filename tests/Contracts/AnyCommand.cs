using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Contracts;

/// <summary>
/// Any command of any of a few users, so that long stories come of it: rooms that fill, are locked and archived, people who rise, fall, are
/// banned and come back. The same seed is the same command, in the same room.
/// </summary>
public static class AnyCommand
{
    public static readonly RoomId Room = new("lobby");

    /// <summary>Of two of the users.</summary>
    public static readonly RoomId Direct = DirectRoom.IdOf(new UserId("u0"), new UserId("u1"));

    private static readonly string[] Reactions = ["👍", "é", "x"];

    public static RoomCommand Of(int seed, RoomState state, RequestId request, DateTimeOffset now)
    {
        var dice = new Random(seed);
        RoomCommand command = Make(dice, state, now);
        return command with
        {
            By = User(dice),
            Request = request,
            Origin = dice.Next(2) == 0 ? default : new ConnectionId($"c{dice.Next(3)}"),
            IsPrivileged = dice.Next(8) == 0,
            OnlyAsks = dice.Next(16) == 0,
            MaxNewcomers = dice.Next(8) == 0 ? dice.Next(3) : null,
        };
    }

    private static RoomCommand Make(Random dice, RoomState state, DateTimeOffset now) => dice.Next(30) switch
    {
        < 5 => new JoinRoom
        {
            By = default, Request = default, As = dice.Next(4) == 0 ? Role.Guest : Role.Member, MayCreate = dice.Next(4) > 0,
            OnlyMembers = dice.Next(6) == 0, Invite = dice.Next(2) == 0 ? Code(dice) : null,
        },
        < 6 => new LeaveRoom { By = default, Request = default },
        < 10 => new PublishMessage { By = default, Request = default, Body = Body(dice) },
        < 15 => Annotate(dice, state),
        < 19 => Moderate(dice, now),
        < 20 => new PutMember
        {
            By = default, Request = default, Target = User(dice), Role = dice.Next(2) == 0 ? Pick(dice, Enum.GetValues<Role>()) : null,
            Permissions = dice.Next(2) == 0 ? ((Permissions)dice.Next(64), (Permissions)dice.Next(64)) : null,
            Reason = dice.Next(2) == 0 ? "late" : null,
        },
        20 => new CreateRoom { By = default, Request = default, Settings = RoomSettings.Default with { IsPrivate = dice.Next(2) == 0 } },
        21 => new UpdateRoom { By = default, Request = default, Patch = Patch(dice) },
        22 => new SetRoomStatus
        {
            By = default, Request = default, Reason = Text(dice),
            Action = Pick(dice, [RoomAction.Archive, RoomAction.Restore, RoomAction.Restore, RoomAction.Lock, RoomAction.Unlock, RoomAction.Unlock]),
        },
        23 => new SetRoomStatus { By = default, Request = default, Action = dice.Next(6) == 0 ? RoomAction.Delete : RoomAction.Restore },
        24 => new TransferRoom { By = default, Request = default, To = User(dice) },
        25 => new CreateInvite
        {
            By = default, Request = default, Code = Code(dice), Role = Pick(dice, Enum.GetValues<Role>()), MaxUses = dice.Next(1, 3),
            ExpiresAt = dice.Next(3) == 0 ? now.AddSeconds(dice.Next(-5, 20)) : null,
        },
        26 => new RevokeInvite { By = default, Request = default, Code = Code(dice) },
        27 => new OpenDirectRoom { By = default, Request = default, With = User(dice) },
        28 => new SetTyping { By = default, Request = default, IsTyping = dice.Next(2) == 0 },
        _ => Unlogged(dice, state),
    };

    private static RoomCommand Unlogged(Random dice, RoomState state) => dice.Next(9) switch
    {
        0 => new MarkRead { By = default, Request = default, Seq = dice.Next(-1, (int)state.Head + 3) },
        1 => new SendSignal { By = default, Request = default, To = User(dice), Data = "{}"u8.ToArray() },
        2 => new ReadAnnotations { By = default, Request = default, From = dice.Next(5), To = state.Head },
        3 => new ReadPins { By = default, Request = default },
        4 => new ReadRoomInfo { By = default, Request = default },
        5 => new ReadMembers { By = default, Request = default, Limit = dice.Next(1, 4), After = dice.Next(2) == 0 ? User(dice) : null },
        6 => new ReadInvites { By = default, Request = default },
        7 => new ReadModerationLog { By = default, Request = default, Limit = dice.Next(1, 4), Before = dice.Next(2) == 0 ? state.Head : null },
        _ => new ReadRoom { By = default, Request = default },
    };

    private static AnnotateMessage Annotate(Random dice, RoomState state)
    {
        var action = Pick(dice, Enum.GetValues<MessageAction>());
        return new AnnotateMessage
        {
            By = default, Request = default, Action = action,
            Target = new MessageTarget(state.Epoch, dice.Next(1, (int)state.Head + 2), User(dice)),
            Body = action == MessageAction.Edit ? Body(dice) : null,
            Reaction = action is MessageAction.AddReaction or MessageAction.RemoveReaction ? Pick(dice, Reactions) : null,
        };
    }

    private static ModerateMember Moderate(Random dice, DateTimeOffset now) => new()
    {
        By = default, Request = default, Kind = Pick(dice, Enum.GetValues<ModerationKind>()), Target = User(dice), Reason = Text(dice),
        Until = dice.Next(2) == 0 ? now.AddSeconds(dice.Next(1, 30)) : null, Role = Pick(dice, Enum.GetValues<Role>()),
        Granted = (Permissions)dice.Next(64) & (Permissions)dice.Next(64), Revoked = (Permissions)dice.Next(64) & (Permissions)dice.Next(64),
    };

    private static RoomPatch Patch(Random dice) => new()
    {
        Name = Text(dice), IsPrivate = dice.Next(3) == 0 ? dice.Next(2) == 0 : null, MaxMembers = dice.Next(3) == 0 ? dice.Next(1, 6) : null,
        Tags = dice.Next(3) == 0 ? ImmutableArray.Create("a", "b") : null, SlowMode = dice.Next(2) == 0 ? TimeSpan.FromSeconds(dice.Next(10)) : null,
        Metadata = dice.Next(3) == 0 ? "{\"k\":1}"u8.ToArray() : default(ReadOnlyMemory<byte>?),
        Delivery = dice.Next(3) == 0 ? Pick(dice, Enum.GetValues<Delivery>()) : null,
    };

    private static UserId User(Random dice) => new($"u{dice.Next(5)}");

    private static string Code(Random dice) => $"invite-{dice.Next(3)}";

    private static string? Text(Random dice) => dice.Next(3) == 0 ? null : $"because {dice.Next(3)}";

    private static MessageBody Body(Random dice) => new(
        Encoding.UTF8.GetBytes($"\"{dice.Next()}\""), dice.Next(3) == 0 ? "{\"key\":\"a\"}"u8.ToArray() : default, ThreadId: dice.Next(4) == 0 ? "t" : null);

    private static T Pick<T>(Random dice, IReadOnlyList<T> from) => from[dice.Next(from.Count)];
}
