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
        };
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
            default:
                throw new InvalidOperationException($"peers.proto has no {command.GetType().Name}.");
        }

        return wire;
    }

    /// <returns>Null for a command that this release does not know.</returns>
    public static RoomCommand? Decode(Wire.RoomCommand wire)
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
            Wire.RoomCommand.KindOneofCase.ReadRoster => new ReadRoster { By = by, Request = request, Origin = origin },
            _ => null,
        };
    }

    private static Wire.JoinRoom Encode(JoinRoom join)
    {
        var wire = new Wire.JoinRoom { As = RoleCodec.Encode(join.As), MayCreate = join.MayCreate, OnlyMembers = join.OnlyMembers };
        if (join.Since is { } since)
        {
            wire.Since = new Wire.RoomPosition { Seq = since.Seq };
            if (since.Epoch is { } epoch)
                wire.Since.Epoch = epoch.Value;
        }

        return wire;
    }

    private static RoomPosition? Decode(Wire.RoomPosition? since) =>
        since is null ? null : new RoomPosition(since.Seq, since.HasEpoch ? new Epoch(since.Epoch) : null);
}
