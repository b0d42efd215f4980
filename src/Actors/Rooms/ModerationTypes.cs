namespace Streaming.Actors.Rooms;

/// <summary>What the lines of a moderation log are called, in the log and on the wire.</summary>
public static class ModerationTypes
{
    public const string SlowMode = "slow_mode";
    public const string Transfer = "transfer";
    public const string DeleteMessage = "delete_message";

    public static string Of(RoomAction action) => action switch
    {
        RoomAction.Archive => "archive",
        RoomAction.Restore => "restore",
        RoomAction.Lock => "lock",
        RoomAction.Unlock => "unlock",
        RoomAction.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    public static string Of(ModerationKind kind) => kind switch
    {
        ModerationKind.Ban => "ban",
        ModerationKind.Unban => "unban",
        ModerationKind.Mute => "mute",
        ModerationKind.Unmute => "unmute",
        ModerationKind.Kick => "kick",
        ModerationKind.Warn => "warn",
        ModerationKind.SetRole => "role",
        ModerationKind.SetPermissions => "permissions",
        ModerationKind.Add => "add",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
