using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>What a moderator says beside whom it is about; the same over WebSocket and REST.</summary>
internal readonly record struct ModerationFields(
    string? Reason, DateTimeOffset? Until, Role? Role, Permissions Granted, Permissions Revoked)
{
    private const long MaxDurationSeconds = 10L * 365 * 24 * 60 * 60;

    /// <summary>Of a message, which also says who it is about.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public static string? Read(ClientMessage message, TimeProvider time, out UserId target, out ModerationFields fields)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        string? name = data.Name("user_id");
        fields = Read(data, time);
        target = new UserId(name ?? "");
        return data.Problem ?? (name is null ? "data.user_id is missing" : null);
    }

    public static ModerationFields Read(JsonRequestFields data, TimeProvider time)
    {
        string? reason = data.Text("reason", ModerateMember.MaxReasonLength);
        DateTimeOffset? until = data.Time("until");
        long? duration = data.Integer("duration_s", 1, MaxDurationSeconds);
        if (duration is { } seconds)
            until ??= time.GetUtcNow().AddSeconds(seconds);

        Role? role = data.Word("role", Vocabulary.Roles);
        return new ModerationFields(
            reason, until, role, data.Permissions("granted"), data.Permissions("revoked"));
    }

    /// <summary>By nobody yet.</summary>
    public ModerateMember Command(ModerationKind kind, UserId target) => new()
    {
        By = default, Request = default, Kind = kind, Target = target, Reason = Reason,
        Until = kind is ModerationKind.Ban or ModerationKind.Mute ? Until : null, Role = Role ?? Actors.Rooms.Role.Member, Granted = Granted,
        Revoked = Revoked,
    };
}
