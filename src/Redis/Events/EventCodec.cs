using System.Diagnostics;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Events;

/// <summary>Events as they stand in logs and go between nodes.</summary>
internal static class EventCodec
{
    public static Wire.RoomEvent Encode(RoomEvent e)
    {
        var wire = new Wire.RoomEvent
        {
            Seq = e.Seq, Timestamp = e.Timestamp.UtcTicks, By = e.By.Value ?? "", Request = e.Request.Value ?? "", Origin = e.Origin.Value ?? "",
        };
        switch (e)
        {
            case RoomCreated created:
                wire.RoomCreated = new Wire.RoomCreated { Epoch = created.Epoch.Value };
                break;
            case MemberJoined joined:
                wire.MemberJoined = new Wire.MemberJoined { Role = RoleCodec.Encode(joined.Role) };
                break;
            case MemberLeft:
                wire.MemberLeft = new Wire.MemberLeft();
                break;
            case MessagePublished message:
                wire.MessagePublished = new Wire.MessagePublished { Body = BodyCodec.Encode(message.Body) };
                break;
            case EntryUnreadable:
                wire.EntryUnreadable = new Wire.EntryUnreadable();
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no form on the wire.");
        }

        return wire;
    }

    /// <returns>Null for a kind that this release does not know.</returns>
    /// <exception cref="MalformedMessageException">Something in it cannot be.</exception>
    public static RoomEvent? Decode(Wire.RoomEvent wire)
    {
        (long seq, DateTimeOffset at) = (wire.Seq, Whole.Moment(wire.Timestamp));
        UserId by = wire.By.Length > 0 ? new UserId(wire.By) : default;
        RequestId request = wire.Request.Length > 0 ? new RequestId(wire.Request) : default;
        ConnectionId origin = wire.Origin.Length > 0 ? new ConnectionId(wire.Origin) : default;
        return wire.KindCase switch
        {
            Wire.RoomEvent.KindOneofCase.RoomCreated => new RoomCreated
            {
                Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Epoch = new Epoch(Whole.Text(wire.RoomCreated.Epoch)),
            },
            Wire.RoomEvent.KindOneofCase.MemberJoined => new MemberJoined
            {
                Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Role = RoleCodec.Decode(wire.MemberJoined.Role),
            },
            Wire.RoomEvent.KindOneofCase.MemberLeft => new MemberLeft { Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin },
            Wire.RoomEvent.KindOneofCase.MessagePublished => new MessagePublished
            {
                Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin,
                Body = BodyCodec.Decode(Whole.Part(wire.MessagePublished.Body)),
            },
            Wire.RoomEvent.KindOneofCase.EntryUnreadable => new EntryUnreadable { Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin },
            _ => null,
        };
    }
}
