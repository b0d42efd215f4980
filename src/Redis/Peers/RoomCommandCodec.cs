using Google.Protobuf;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>What is asked of a room, to Protocol Buffers and back.</summary>
internal static class RoomCommandCodec
{
    public static Wire.RoomCommand Encode(RoomCommand command)
    {
        // Ids that a command does without are null in here, and empty on the wire.
        var wire = new Wire.RoomCommand
        {
            By = command.By.Value, Request = command.Request.Value ?? "", Origin = command.Origin.Value ?? "",
            IsPrivileged = command.IsPrivileged, OnlyAsks = command.OnlyAsks,
        };
        if (command.MaxNewcomers is { } most)
            wire.MaxNewcomers = most;
        switch (command)
        {
            case JoinRoom join:
                wire.JoinRoom = Encode(join);
                break;
            case LeaveRoom:
                wire.LeaveRoom = new Wire.LeaveRoom();
                break;
            case PublishMessage publish:
                wire.PublishMessage = new Wire.PublishMessage { Body = BodyCodec.Encode(publish.Body) };
                break;
            case ReadRoom:
                wire.ReadRoom = new Wire.ReadRoom();
                break;
            case SetTyping typing:
                wire.SetTyping = new Wire.SetTyping { IsTyping = typing.IsTyping };
                break;
            case UpdateRoster update:
                wire.UpdateRoster = new Wire.UpdateRoster { Status = RosterCodec.Encode(update.Status), Term = update.Term };
                break;
            case ReadRoster:
                wire.ReadRoster = new Wire.ReadRoster();
                break;
            case DescribeRoom:
                wire.DescribeRoom = new Wire.DescribeRoom();
                break;
            case AnnotateMessage annotate:
                wire.AnnotateMessage = new Wire.AnnotateMessage
                {
                    Epoch = annotate.Target.Epoch.Value,
                    What = ModerationCodec.Encode(annotate.Action, annotate.Target.Seq, annotate.Target.Author, annotate.Body, annotate.Reaction),
                };
                break;
            case ModerateMember m:
                wire.ModerateMember = new Wire.ModerateMember
                {
                    What = ModerationCodec.Encode(m.Kind, m.Target, m.Reason, m.Until, m.Role, m.Granted, m.Revoked),
                };
                break;
            case PutMember put:
                wire.PutMember = Encode(put);
                break;
            case CreateRoom create:
                wire.CreateRoom = new Wire.CreateRoom { Settings = SettingsCodec.Encode(create.Settings) };
                break;
            case OpenDirectRoom open:
                wire.OpenDirectRoom = new Wire.OpenDirectRoom { With = open.With.Value };
                break;
            case UpdateRoom update:
                wire.UpdateRoom = PatchCodec.Encode(update.Patch);
                break;
            case SetRoomStatus set:
                wire.SetRoomStatus = new Wire.SetRoomStatus { Change = ModerationCodec.Encode(set.Action, set.Reason) };
                break;
            case TransferRoom transfer:
                wire.TransferRoom = new Wire.TransferRoom { To = transfer.To.Value };
                break;
            case CreateInvite create:
                wire.CreateInvite = new Wire.CreateInvite { Invite = ModerationCodec.Encode(create.Code, create.Role, create.ExpiresAt, create.MaxUses) };
                break;
            case RevokeInvite revoke:
                wire.RevokeInvite = new Wire.RevokeInvite { Code = revoke.Code };
                break;
            case MarkRead mark:
                wire.MarkRead = new Wire.MarkRead { Seq = mark.Seq };
                break;
            case SendSignal signal:
                wire.SendSignal = new Wire.SendSignal { To = signal.To.Value, Data = UnsafeByteOperations.UnsafeWrap(signal.Data) };
                break;
            case ReadAnnotations read:
                wire.ReadAnnotations = new Wire.ReadAnnotations { From = read.From, To = read.To, OnlyPinned = read.OnlyPinned };
                break;
            case ReadMarkers read:
                wire.ReadMarkers = new Wire.ReadMarkers();
                wire.ReadMarkers.Users.AddRange(read.Users.Select(static user => user.Value));
                break;
            case ReadPins:
                wire.ReadPins = new Wire.ReadPins();
                break;
            case ReadRoomInfo:
                wire.ReadRoomInfo = new Wire.ReadRoomInfo();
                break;
            case ReadMembers read:
                wire.ReadMembers = new Wire.ReadMembers { Limit = read.Limit };
                if (read.After is { } after)
                    wire.ReadMembers.After = after.Value;
                break;
            case ReadInvites:
                wire.ReadInvites = new Wire.ReadInvites();
                break;
            case ReadModerationLog read:
                wire.ReadModerationLog = new Wire.ReadModerationLog { Limit = read.Limit };
                if (read.Before is { } before)
                    wire.ReadModerationLog.Before = before;
                break;
            case SubscribeChannel subscribe:
                wire.SubscribeChannel = new Wire.SubscribeChannel { Since = Encode(subscribe.Since) };
                break;
            default:
                throw new InvalidOperationException($"peers.proto has no {command.GetType().Name}.");
        }

        return wire;
    }

    /// <returns>Null for a command that this release does not know.</returns>
    public static RoomCommand? Decode(Wire.RoomCommand wire) =>
        DecodeKind(wire) is { } command
            ? command with
            {
                IsPrivileged = wire.IsPrivileged,
                OnlyAsks = wire.OnlyAsks,
                MaxNewcomers = wire.HasMaxNewcomers ? wire.MaxNewcomers : null,
            }
            : null;

    private static RoomCommand? DecodeKind(Wire.RoomCommand wire)
    {
        var by = new UserId(Whole.Text(wire.By));
        RequestId request = wire.Request.Length > 0 ? new RequestId(wire.Request) : default;
        ConnectionId origin = wire.Origin.Length > 0 ? new ConnectionId(wire.Origin) : default;
        return wire.KindCase switch
        {
            Wire.RoomCommand.KindOneofCase.DescribeRoom => new DescribeRoom { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.JoinRoom => new JoinRoom
            {
                By = by, Request = request, Origin = origin, As = RoleCodec.Decode(wire.JoinRoom.As),
                MayCreate = wire.JoinRoom.MayCreate, OnlyMembers = wire.JoinRoom.OnlyMembers, Since = Decode(wire.JoinRoom.Since),
                Invite = wire.JoinRoom.HasInvite ? wire.JoinRoom.Invite : null,
            },
            Wire.RoomCommand.KindOneofCase.LeaveRoom => new LeaveRoom { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.PublishMessage => new PublishMessage
            {
                By = by, Request = request, Origin = origin, Body = BodyCodec.Decode(Whole.Part(wire.PublishMessage.Body)),
            },
            Wire.RoomCommand.KindOneofCase.ReadRoom => new ReadRoom { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.SetTyping => new SetTyping
            {
                By = by, Request = request, Origin = origin, IsTyping = wire.SetTyping.IsTyping,
            },
            Wire.RoomCommand.KindOneofCase.UpdateRoster => new UpdateRoster
            {
                By = by, Request = request, Origin = origin, Status = RosterCodec.Decode(Whole.Part(wire.UpdateRoster.Status)),
                Term = wire.UpdateRoster.Term,
            },
            Wire.RoomCommand.KindOneofCase.SubscribeChannel => new SubscribeChannel
            {
                By = by, Request = request, Origin = origin, Since = Decode(wire.SubscribeChannel.Since),
            },
            Wire.RoomCommand.KindOneofCase.ReadRoster => new ReadRoster { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.AnnotateMessage => Decode(wire.AnnotateMessage, by, request, origin),
            Wire.RoomCommand.KindOneofCase.ModerateMember => Decode(Whole.Part(wire.ModerateMember.What), by, request, origin),
            Wire.RoomCommand.KindOneofCase.PutMember => Decode(wire.PutMember, by, request, origin),
            Wire.RoomCommand.KindOneofCase.CreateRoom => new CreateRoom
            {
                By = by, Request = request, Origin = origin, Settings = SettingsCodec.Decode(Whole.Part(wire.CreateRoom.Settings)),
            },
            Wire.RoomCommand.KindOneofCase.OpenDirectRoom => new OpenDirectRoom
            {
                By = by, Request = request, Origin = origin, With = new UserId(Whole.Text(wire.OpenDirectRoom.With)),
            },
            Wire.RoomCommand.KindOneofCase.UpdateRoom => new UpdateRoom
            {
                By = by, Request = request, Origin = origin, Patch = PatchCodec.Decode(wire.UpdateRoom),
            },
            Wire.RoomCommand.KindOneofCase.SetRoomStatus => Decode(Whole.Part(wire.SetRoomStatus.Change), by, request, origin),
            Wire.RoomCommand.KindOneofCase.TransferRoom => new TransferRoom
            {
                By = by, Request = request, Origin = origin, To = new UserId(Whole.Text(wire.TransferRoom.To)),
            },
            Wire.RoomCommand.KindOneofCase.CreateInvite => Decode(Whole.Part(wire.CreateInvite.Invite), by, request, origin),
            Wire.RoomCommand.KindOneofCase.RevokeInvite => new RevokeInvite
            {
                By = by, Request = request, Origin = origin, Code = Whole.Text(wire.RevokeInvite.Code),
            },
            Wire.RoomCommand.KindOneofCase.MarkRead => new MarkRead { By = by, Request = request, Origin = origin, Seq = wire.MarkRead.Seq },
            Wire.RoomCommand.KindOneofCase.SendSignal => new SendSignal
            {
                By = by, Request = request, Origin = origin, To = new UserId(Whole.Text(wire.SendSignal.To)), Data = wire.SendSignal.Data.Memory,
            },
            Wire.RoomCommand.KindOneofCase.ReadAnnotations => new ReadAnnotations
            {
                By = by, Request = request, Origin = origin, From = wire.ReadAnnotations.From, To = wire.ReadAnnotations.To,
                OnlyPinned = wire.ReadAnnotations.OnlyPinned,
            },
            Wire.RoomCommand.KindOneofCase.ReadMarkers => new ReadMarkers
            {
                By = by, Request = request, Origin = origin, Users = [.. wire.ReadMarkers.Users.Select(static user => new UserId(Whole.Text(user)))],
            },
            Wire.RoomCommand.KindOneofCase.ReadPins => new ReadPins { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.ReadRoomInfo => new ReadRoomInfo { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.ReadMembers => new ReadMembers
            {
                By = by, Request = request, Origin = origin, Limit = wire.ReadMembers.Limit,
                After = wire.ReadMembers.HasAfter ? new UserId(Whole.Text(wire.ReadMembers.After)) : null,
            },
            Wire.RoomCommand.KindOneofCase.ReadInvites => new ReadInvites { By = by, Request = request, Origin = origin },
            Wire.RoomCommand.KindOneofCase.ReadModerationLog => new ReadModerationLog
            {
                By = by, Request = request, Origin = origin, Limit = wire.ReadModerationLog.Limit,
                Before = wire.ReadModerationLog.HasBefore ? wire.ReadModerationLog.Before : null,
            },
            _ => null,
        };
    }

    private static AnnotateMessage Decode(Wire.AnnotateMessage wire, UserId by, RequestId request, ConnectionId origin)
    {
        Wire.MessageAnnotated what = Whole.Part(wire.What);
        return new AnnotateMessage
        {
            By = by, Request = request, Origin = origin, Action = ModerationCodec.Decode(what.Action),
            Target = new MessageTarget(new Epoch(Whole.Text(wire.Epoch)), what.Target, new UserId(Whole.Text(what.Author))),
            Body = what.Body is { } body ? BodyCodec.Decode(body) : null, Reaction = what.HasReaction ? what.Reaction : null,
        };
    }

    private static ModerateMember Decode(Wire.MemberModerated wire, UserId by, RequestId request, ConnectionId origin) => new()
    {
        By = by, Request = request, Origin = origin, Kind = ModerationCodec.Decode(wire.Kind), Target = new UserId(Whole.Text(wire.Target)),
        Reason = wire.HasReason ? wire.Reason : null, Until = wire.HasUntil ? Whole.Moment(wire.Until) : null, Role = RoleCodec.Decode(wire.Role),
        Granted = (Permissions)wire.Granted, Revoked = (Permissions)wire.Revoked,
    };

    private static PutMember Decode(Wire.PutMember wire, UserId by, RequestId request, ConnectionId origin) => new()
    {
        By = by, Request = request, Origin = origin, Target = new UserId(Whole.Text(wire.Target)),
        Role = wire.HasRole ? RoleCodec.Decode(wire.Role) : null,
        Permissions = wire.HasGranted || wire.HasRevoked ? ((Permissions)wire.Granted, (Permissions)wire.Revoked) : null,
        Reason = wire.HasReason ? wire.Reason : null,
    };

    private static SetRoomStatus Decode(Wire.RoomStatusChanged wire, UserId by, RequestId request, ConnectionId origin) => new()
    {
        By = by, Request = request, Origin = origin, Action = ModerationCodec.Decode(wire.Action), Reason = wire.HasReason ? wire.Reason : null,
    };

    private static CreateInvite Decode(Wire.InviteCreated wire, UserId by, RequestId request, ConnectionId origin) => new()
    {
        By = by, Request = request, Origin = origin, Code = Whole.Text(wire.Code), Role = RoleCodec.Decode(wire.Role), MaxUses = wire.MaxUses,
        ExpiresAt = wire.HasExpiresAt ? Whole.Moment(wire.ExpiresAt) : null,
    };

    private static Wire.PutMember Encode(PutMember put)
    {
        var wire = new Wire.PutMember { Target = put.Target.Value };
        if (put.Role is { } role)
            wire.Role = RoleCodec.Encode(role);
        if (put.Permissions is var (granted, revoked))
            (wire.Granted, wire.Revoked) = ((int)granted, (int)revoked);
        if (put.Reason is { } reason)
            wire.Reason = reason;
        return wire;
    }

    private static Wire.JoinRoom Encode(JoinRoom join)
    {
        var wire = new Wire.JoinRoom
        {
            As = RoleCodec.Encode(join.As), MayCreate = join.MayCreate, OnlyMembers = join.OnlyMembers, Since = Encode(join.Since),
        };
        if (join.Invite is { } invite)
            wire.Invite = invite;

        return wire;
    }

    private static Wire.RoomPosition? Encode(RoomPosition? since)
    {
        if (since is not { } position)
            return null;

        var wire = new Wire.RoomPosition { Seq = position.Seq };
        if (position.Epoch is { } epoch)
            wire.Epoch = epoch.Value;
        return wire;
    }

    private static RoomPosition? Decode(Wire.RoomPosition? since) =>
        since is null ? null : new RoomPosition(since.Seq, since.HasEpoch ? new Epoch(since.Epoch) : null);
}
