using System.Collections.Immutable;
using System.Text.Json;
using Streaming.Actors.Presence;

namespace Streaming.Transport.Protocol;

/// <summary>How a user's presence stands in every message and answer that tells of it.</summary>
internal static class PresenceJson
{
    public static void Write(Utf8JsonWriter json, RosterEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, entry.User.Value);
        WriteStatusFields(json, entry.Status);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ShownUser user)
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, user.User.Value);
        WriteFields(json, user);
        json.WriteEndObject();
    }

    /// <summary>Writes an object with the list <c>users</c>.</summary>
    public static void WriteAll(Utf8JsonWriter json, ImmutableArray<ShownUser> users)
    {
        json.WriteStartObject();
        json.WriteStartArray("users"u8);
        foreach (var one in users)
            Write(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes how a user is to who watches them: a message of its own.</summary>
    public static void WriteUpdate(Utf8JsonWriter json, ShownUser user)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "presence"u8);
        json.WriteString("event"u8, "update"u8);
        json.WriteString("user_id"u8, user.User.Value);
        json.WriteStartObject("data"u8);
        WriteFields(json, user);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>"status":…</c> and what else is there of <c>custom_status</c>, <c>activity</c>, <c>devices</c> and <c>metadata</c>.</summary>
    public static void WriteStatusFields(Utf8JsonWriter json, UserStatus status)
    {
        json.WriteString("status"u8, Vocabulary.Availabilities[status.Availability]);
        json.WriteOptional("custom_status"u8, status.CustomStatus);
        json.WriteOptional("activity"u8, status.Activity);
        WriteDevices(json, status.Devices);
        json.WriteRaw("metadata"u8, status.Metadata);
    }

    private static void WriteFields(Utf8JsonWriter json, ShownUser user)
    {
        WriteStatusFields(json, user.Status);
        if (user.LastSeen is { } at)
            json.WriteTime("last_seen"u8, at);
    }

    private static void WriteDevices(Utf8JsonWriter json, Devices devices)
    {
        if (devices == Devices.None)
            return;

        json.WriteStartArray("devices"u8);
        foreach (var device in Vocabulary.Devices.Values)
        {
            if (devices.HasFlag(device))
                json.WriteStringValue(Vocabulary.Devices[device]);
        }

        json.WriteEndArray();
    }
}
