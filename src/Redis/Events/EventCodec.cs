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
                wire.RoomCreated = new Wire.RoomCreated { Epoch = created.Epoch.Value, Settings = SettingsCodec.Encode(created.Settings) };
                break;
            case MemberJoined joined:
                wire.MemberJoined = new Wire.MemberJoined { Role = RoleCodec.Encode(joined.Role) };
                if (joined.Invite is { } invite)
                    wire.MemberJoined.Invite = invite;
                break;
            case MemberLeft:
                wire.MemberLeft = new Wire.MemberLeft();
                break;
            case MessagePublished message:
                wire.MessagePublished = new Wire.MessagePublished { Body = BodyCodec.Encode(message.Body), IsRedacted = message.IsRedacted };
                break;
            case MessageAnnotated annotated:
                wire.MessageAnnotated = ModerationCodec.Encode(annotated.Action, annotated.Target, annotated.Author, annotated.Body, annotated.Reaction);
                wire.MessageAnnotated.Redacted.AddRange(annotated.Redacted);
                break;
            case MemberModerated m:
                wire.MemberModerated = ModerationCodec.Encode(m.Kind, m.Target, m.Reason, m.Until, m.Role, m.Granted, m.Revoked);
                break;
            case RoomUpdated updated:
                wire.RoomUpdated = new Wire.RoomUpdated { Settings = SettingsCodec.Encode(updated.Settings) };
                break;
            case RoomStatusChanged changed:
                wire.RoomStatusChanged = ModerationCodec.Encode(changed.Action, changed.Reason);
                break;
            case RoomTransferred transferred:
                wire.RoomTransferred = new Wire.RoomTransferred { To = transferred.To.Value };
                break;
            case InviteCreated made:
                wire.InviteCreated = ModerationCodec.Encode(made.Code, made.Role, made.ExpiresAt, made.MaxUses);
                break;
            case InviteRevoked revoked:
                wire.InviteRevoked = new Wire.InviteRevoked { Code = revoked.Code };
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
        switch (wire.KindCase)
        {
            case Wire.RoomEvent.KindOneofCase.RoomCreated:
                return new RoomCreated
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Epoch = new Epoch(Whole.Text(wire.RoomCreated.Epoch)),
                    Settings = SettingsCodec.Decode(wire.RoomCreated.Settings),
                };
            case Wire.RoomEvent.KindOneofCase.MemberJoined:
                return new MemberJoined
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Role = RoleCodec.Decode(wire.MemberJoined.Role),
                    Invite = wire.MemberJoined.HasInvite ? wire.MemberJoined.Invite : null,
                };
            case Wire.RoomEvent.KindOneofCase.MemberLeft:
                return new MemberLeft { Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin };
            case Wire.RoomEvent.KindOneofCase.MessagePublished:
                return new MessagePublished
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin,
                    Body = BodyCodec.Decode(Whole.Part(wire.MessagePublished.Body)), IsRedacted = wire.MessagePublished.IsRedacted,
                };
            case Wire.RoomEvent.KindOneofCase.MessageAnnotated:
                Wire.MessageAnnotated annotated = wire.MessageAnnotated;
                return new MessageAnnotated
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Action = ModerationCodec.Decode(annotated.Action),
                    Target = annotated.Target, Author = new UserId(Whole.Text(annotated.Author)),
                    Body = annotated.Body is { } body ? BodyCodec.Decode(body) : null, Reaction = annotated.HasReaction ? annotated.Reaction : null,
                    Redacted = [.. annotated.Redacted],
                };
            case Wire.RoomEvent.KindOneofCase.MemberModerated:
                Wire.MemberModerated moderated = wire.MemberModerated;
                return new MemberModerated
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Kind = ModerationCodec.Decode(moderated.Kind),
                    Target = new UserId(Whole.Text(moderated.Target)), Reason = moderated.HasReason ? moderated.Reason : null,
                    Until = moderated.HasUntil ? Whole.Moment(moderated.Until) : null, Role = RoleCodec.Decode(moderated.Role),
                    Granted = (Permissions)moderated.Granted, Revoked = (Permissions)moderated.Revoked,
                };
            case Wire.RoomEvent.KindOneofCase.RoomUpdated:
                return new RoomUpdated
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin,
                    Settings = SettingsCodec.Decode(Whole.Part(wire.RoomUpdated.Settings)),
                };
            case Wire.RoomEvent.KindOneofCase.RoomStatusChanged:
                return new RoomStatusChanged
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin,
                    Action = ModerationCodec.Decode(wire.RoomStatusChanged.Action),
                    Reason = wire.RoomStatusChanged.HasReason ? wire.RoomStatusChanged.Reason : null,
                };
            case Wire.RoomEvent.KindOneofCase.RoomTransferred:
                return new RoomTransferred
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, To = new UserId(Whole.Text(wire.RoomTransferred.To)),
                };
            case Wire.RoomEvent.KindOneofCase.InviteCreated:
                Wire.InviteCreated made = wire.InviteCreated;
                return new InviteCreated
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Code = Whole.Text(made.Code),
                    Role = RoleCodec.Decode(made.Role), ExpiresAt = made.HasExpiresAt ? Whole.Moment(made.ExpiresAt) : null, MaxUses = made.MaxUses,
                };
            case Wire.RoomEvent.KindOneofCase.InviteRevoked:
                return new InviteRevoked
                {
                    Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin, Code = Whole.Text(wire.InviteRevoked.Code),
                };
            case Wire.RoomEvent.KindOneofCase.EntryUnreadable:
                return new EntryUnreadable { Seq = seq, Timestamp = at, By = by, Request = request, Origin = origin };
            default:
                return null;
        }
    }
}
