using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>Rooms, members, invites and moderation, as REST and events show them.</summary>
internal static class RoomJson
{
    /// <summary>One JSON object.</summary>
    public static void Write(Utf8JsonWriter json, RoomId id, RoomInfo room)
    {
        json.WriteStartObject();
        json.WriteString("room_id"u8, id.Value);
        json.WriteOptional("owner"u8, room.Owner?.Value);
        json.WriteTime("created_at"u8, room.CreatedAt);
        json.WriteNumber("member_count"u8, room.MemberCount);
        json.WriteBoolean("archived"u8, room.IsArchived);
        json.WriteBoolean("locked"u8, room.Lock is not null);
        if (room.Lock is { } its)
        {
            json.WriteStartObject("lock"u8);
            json.WriteOptional("reason"u8, its.Reason);
            json.WriteString("by"u8, its.By.Value);
            json.WriteTime("at"u8, its.At);
            json.WriteEndObject();
        }

        WriteSettings(json, room.Settings);
        json.WriteString("epoch"u8, room.Epoch.Value);
        json.WriteNumber("first_seq"u8, room.FirstSeq);
        json.WriteNumber("last_seq"u8, room.LastSeq);
        if (room.Mine is { } mine)
        {
            json.WriteStartObject("membership"u8);
            WriteMembership(json, mine);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The members of an object.</summary>
    public static void WriteSettings(Utf8JsonWriter json, RoomSettings settings)
    {
        json.WriteOptional("name"u8, settings.Name);
        json.WriteOptional("description"u8, settings.Description);
        json.WriteOptional("category"u8, settings.Category);
        json.WriteBoolean("private"u8, settings.IsPrivate);
        if (settings.IsDirect)
            json.WriteBoolean("direct"u8, true);
        json.WriteNumber("max_members"u8, settings.MaxMembers);
        json.WriteStartArray("tags"u8);
        foreach (string tag in settings.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteRaw("metadata"u8, settings.Metadata);
        json.WriteNumber("slow_mode_s"u8, settings.SlowMode.TotalSeconds);
        json.WriteString("delivery"u8, Vocabulary.Deliveries[settings.Delivery]);
        if (settings.Delivery == Delivery.Sample)
            json.WriteNumber("sample_interval_ms"u8, settings.SampleInterval.TotalMilliseconds);
    }

    /// <summary>One JSON object.</summary>
    public static void Write(Utf8JsonWriter json, NamedMember member)
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, member.User.Value);
        WriteMembership(json, member.Membership);
        if (member.MutedUntil is { } until)
        {
            json.WriteBoolean("muted"u8, true);
            if (until != DateTimeOffset.MaxValue)
                json.WriteTime("muted_until"u8, until);
        }

        json.WriteEndObject();
    }

    /// <summary>One JSON object.</summary>
    public static void Write(Utf8JsonWriter json, ListedInvite invite)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, invite.Code);
        json.WriteString("created_by"u8, invite.By.Value);
        json.WriteTime("created_at"u8, invite.At);
        if (invite.ExpiresAt is { } expires)
            json.WriteTime("expires_at"u8, expires);
        json.WriteString("role"u8, Vocabulary.Roles[invite.Role]);
        json.WriteNumber("max_uses"u8, invite.MaxUses);
        json.WriteNumber("used_count"u8, invite.UsedCount);
        json.WriteEndObject();
    }

    /// <summary>One JSON object.</summary>
    public static void Write(Utf8JsonWriter json, RoomId room, Epoch epoch, ModerationEntry entry)
    {
        json.WriteStartObject();
        json.WriteMessageId("id"u8, new MessageId(epoch, entry.Seq));
        json.WriteNumber("seq"u8, entry.Seq);
        json.WriteString("type"u8, entry.Type);
        json.WriteString("room_id"u8, room.Value);
        json.WriteOptional("target_id"u8, entry.Target?.Value);
        json.WriteString("moderator_id"u8, entry.Moderator.Value);
        json.WriteOptional("reason"u8, entry.Reason);
        json.WriteTime("timestamp"u8, entry.Timestamp);
        json.WriteEndObject();
    }

    public static void WritePermissions(Utf8JsonWriter json, ReadOnlySpan<byte> name, Permissions permissions)
    {
        json.WriteStartArray(name);
        foreach (Permissions one in Enum.GetValues<Permissions>())
        {
            if (one is not (Permissions.None or Permissions.All) && permissions.HasFlag(one))
                json.WriteStringValue(Vocabulary.Permissions[one]);
        }

        json.WriteEndArray();
    }

    private static void WriteMembership(Utf8JsonWriter json, Member member)
    {
        json.WriteString("role"u8, Vocabulary.Roles[member.Role]);
        json.WriteTime("joined_at"u8, member.JoinedAt);
        WritePermissions(json, "permissions"u8, member.Permissions);
    }
}
