using System.Diagnostics;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>What each kind of logged event is called, and what it says (docs/protocol.md, section 4).</summary>
internal static class LoggedJson
{
    /// <summary>What refines the type; empty for messages, joins and leaves.</summary>
    public static ReadOnlySpan<byte> EventOf(RoomEvent logged) => logged switch
    {
        MessagePublished or MemberJoined or MemberLeft => default,
        MessageAnnotated { Action: var action } => action switch
        {
            MessageAction.Edit => "edited"u8,
            MessageAction.Delete => "deleted"u8,
            MessageAction.AddReaction => "reaction_added"u8,
            MessageAction.RemoveReaction => "reaction_removed"u8,
            MessageAction.Pin => "pinned"u8,
            MessageAction.Unpin => "unpinned"u8,
            _ => throw new UnreachableException(),
        },
        MemberModerated { Kind: var kind } => kind switch
        {
            ModerationKind.Ban => "ban"u8,
            ModerationKind.Unban => "unban"u8,
            ModerationKind.Mute => "mute"u8,
            ModerationKind.Unmute => "unmute"u8,
            ModerationKind.Kick => "kick"u8,
            ModerationKind.Warn => "warn"u8,
            ModerationKind.SetRole => "role"u8,
            ModerationKind.SetPermissions => "permissions"u8,
            ModerationKind.Add => "member_added"u8,
            _ => throw new UnreachableException(),
        },
        RoomStatusChanged { Action: var action } => action switch
        {
            RoomAction.Archive => "room_archived"u8,
            RoomAction.Restore => "room_restored"u8,
            RoomAction.Lock => "room_locked"u8,
            RoomAction.Unlock => "room_unlocked"u8,
            RoomAction.Delete => "room_deleted"u8,
            _ => throw new UnreachableException(),
        },
        RoomCreated => "room_created"u8,
        RoomUpdated => "room_updated"u8,
        RoomTransferred => "ownership_transferred"u8,
        InviteCreated => "invite_created"u8,
        InviteRevoked => "invite_revoked"u8,
        EntryUnreadable => "unreadable"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>Writes <c>data</c> and what else belongs to the kind.</summary>
    public static void WriteContent(Utf8JsonWriter json, Epoch epoch, RoomEvent logged)
    {
        switch (logged)
        {
            case MessagePublished { Body: var body } message:
                WriteBody(json, body);
                if (message.IsRedacted)
                    json.WriteBoolean("deleted"u8, true);
                return;
            case MemberLeft or EntryUnreadable or InviteRevoked:
            case RoomCreated created when created.Settings == RoomSettings.Default:
                return;
        }

        json.WriteStartObject("data"u8);
        switch (logged)
        {
            case MemberJoined joined:
                json.WriteString("role"u8, Vocabulary.Roles[joined.Role]);
                break;
            case MessageAnnotated annotated:
                json.WriteMessageId("message_id"u8, new MessageId(epoch, annotated.Target));
                json.WriteNumber("message_seq"u8, annotated.Target);
                json.WriteOptional("reaction"u8, annotated.Reaction);
                if (annotated.Body is { } edited)
                {
                    json.WriteRaw("data"u8, edited.Data);
                    json.WriteRaw("metadata"u8, edited.Metadata);
                    json.WriteOptional("content_type"u8, edited.ContentType);
                }

                break;
            case MemberModerated moderated:
                WriteModeration(json, moderated);
                break;
            case RoomCreated { Settings: var settings }:
                RoomJson.WriteSettings(json, settings);
                break;
            case RoomUpdated { Settings: var settings }:
                RoomJson.WriteSettings(json, settings);
                break;
            case RoomStatusChanged changed:
                json.WriteOptional("reason"u8, changed.Reason);
                break;
            case RoomTransferred transferred:
                json.WriteString("user_id"u8, transferred.To.Value);
                break;
            case InviteCreated invite:
                // Not the code: whoever is to know it was given it.
                json.WriteString("role"u8, Vocabulary.Roles[invite.Role]);
                json.WriteNumber("max_uses"u8, invite.MaxUses);
                if (invite.ExpiresAt is { } expires)
                    json.WriteTime("expires_at"u8, expires);
                break;
            default:
                throw new UnreachableException();
        }

        json.WriteEndObject();
    }

    /// <summary>What the sender of a message wrote.</summary>
    public static void WriteBody(Utf8JsonWriter json, MessageBody body)
    {
        json.WriteRaw("data"u8, body.Data);
        json.WriteRaw("metadata"u8, body.Metadata);
        json.WriteOptional("content_type"u8, body.ContentType);
        json.WriteOptional("thread_id"u8, body.ThreadId);
    }

    private static void WriteModeration(Utf8JsonWriter json, MemberModerated moderated)
    {
        json.WriteString("user_id"u8, moderated.Target.Value);
        json.WriteOptional("reason"u8, moderated.Reason);
        if (moderated.Until is { } until)
            json.WriteTime("until"u8, until);
        if (moderated.Kind is ModerationKind.SetRole or ModerationKind.Add)
            json.WriteString("role"u8, Vocabulary.Roles[moderated.Role]);
        if (moderated.Kind != ModerationKind.SetPermissions)
            return;

        RoomJson.WritePermissions(json, "granted"u8, moderated.Granted);
        RoomJson.WritePermissions(json, "revoked"u8, moderated.Revoked);
    }
}
