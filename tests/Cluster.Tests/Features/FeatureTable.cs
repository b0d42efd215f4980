namespace Streaming.Cluster.Tests.Features;

/// <summary>
/// What the server can do, by name, and what shows it to clients: each does something, comes to <see cref="FeaturePlay.OwnerMayDieAsync"/> once, and
/// looks what came of it.
/// </summary>
internal static class FeatureTable
{
    public static readonly SortedDictionary<string, Func<FeaturePlay, Task>> All = new(StringComparer.Ordinal)
    {
        ["channel: filter"] = LiveFeatures.FilterAsync,
        ["channel: messages that are kept"] = LiveFeatures.PersistentAsync,
        ["channel: messages that are not kept"] = LiveFeatures.EphemeralAsync,
        ["channel: wildcard"] = LiveFeatures.WildcardAsync,
        ["delivery settings"] = MessageFeatures.DeliveryAsync,
        ["direct room"] = RoomFeatures.DirectAsync,
        ["history: threads, words, users"] = MessageFeatures.HistoryAsync,
        ["history: read markers and unread counts"] = MessageFeatures.MarkersAsync,
        ["invite"] = RoomFeatures.InviteAsync,
        ["member: role and grants"] = RoomFeatures.RolesAsync,
        ["message: edit and delete"] = MessageFeatures.MessagesAsync,
        ["message: reactions and pins"] = MessageFeatures.AnnotationsAsync,
        ["moderation: ban"] = RoomFeatures.BanAsync,
        ["moderation: log"] = RoomFeatures.ModerationLogAsync,
        ["moderation: mute"] = RoomFeatures.MuteAsync,
        ["presence"] = LiveFeatures.PresenceAsync,
        ["retry of a request"] = MessageFeatures.RetryAsync,
        ["room: archive, lock and what undoes them"] = RoomFeatures.StatusAsync,
        ["room: delete"] = RoomFeatures.DeleteAsync,
        ["room: settings, listed"] = RoomFeatures.SettingsAsync,
        ["room: transfer"] = RoomFeatures.TransferAsync,
        ["session: resume"] = MessageFeatures.ResumeAsync,
        ["signalling"] = LiveFeatures.SignallingAsync,
        ["typing"] = LiveFeatures.TypingAsync,
        ["webhooks"] = LiveFeatures.WebhooksAsync,
    };
}
