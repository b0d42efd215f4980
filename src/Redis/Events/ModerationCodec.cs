using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Events;

/// <summary>What is done to members, rooms, invites and messages: the command and the event have the same form.</summary>
internal static class ModerationCodec
{
    public static Wire.MemberModerated Encode(
        ModerationKind kind, UserId target, string? reason, DateTimeOffset? until, Role role, Permissions granted, Permissions revoked)
    {
        var wire = new Wire.MemberModerated
        {
            Kind = (Wire.ModerationKind)((int)kind + 1), Target = target.Value, Role = RoleCodec.Encode(role), Granted = (int)granted,
            Revoked = (int)revoked,
        };
        if (reason is not null)
            wire.Reason = reason;
        if (until is { } end)
            wire.Until = end.UtcTicks;
        return wire;
    }

    /// <exception cref="MalformedMessageException">No such kind.</exception>
    public static ModerationKind Decode(Wire.ModerationKind kind) =>
        Enum.IsDefined((ModerationKind)((int)kind - 1)) ? (ModerationKind)((int)kind - 1) : throw new MalformedMessageException($"moderation {(int)kind}");

    public static Wire.RoomStatusChanged Encode(RoomAction action, string? reason)
    {
        var wire = new Wire.RoomStatusChanged { Action = (Wire.RoomAction)((int)action + 1) };
        if (reason is not null)
            wire.Reason = reason;
        return wire;
    }

    /// <exception cref="MalformedMessageException">No such action.</exception>
    public static RoomAction Decode(Wire.RoomAction action) =>
        Enum.IsDefined((RoomAction)((int)action - 1)) ? (RoomAction)((int)action - 1) : throw new MalformedMessageException($"action {(int)action}");

    public static Wire.InviteCreated Encode(string code, Role role, DateTimeOffset? expiresAt, int maxUses)
    {
        var wire = new Wire.InviteCreated { Code = code, Role = RoleCodec.Encode(role), MaxUses = maxUses };
        if (expiresAt is { } end)
            wire.ExpiresAt = end.UtcTicks;
        return wire;
    }

    public static Wire.MessageAnnotated Encode(MessageAction action, long target, UserId author, MessageBody? body, string? reaction)
    {
        var wire = new Wire.MessageAnnotated { Action = (Wire.MessageAction)((int)action + 1), Target = target, Author = author.Value };
        if (body is not null)
            wire.Body = BodyCodec.Encode(body);
        if (reaction is not null)
            wire.Reaction = reaction;
        return wire;
    }

    /// <exception cref="MalformedMessageException">No such action.</exception>
    public static MessageAction Decode(Wire.MessageAction action) =>
        Enum.IsDefined((MessageAction)((int)action - 1)) ? (MessageAction)((int)action - 1) : throw new MalformedMessageException($"action {(int)action}");
}
