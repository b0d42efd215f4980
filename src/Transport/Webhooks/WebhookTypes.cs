using Streaming.Actors.Webhooks;

namespace Streaming.Transport.Webhooks;

/// <summary>What the kinds of events are called in settings and posts.</summary>
public static class WebhookTypes
{
    private static readonly (WebhookEvents Type, string Name)[] All =
    [
        (WebhookEvents.MemberJoined, "member.joined"),
        (WebhookEvents.MemberLeft, "member.left"),
        (WebhookEvents.RoomOccupied, "room.occupied"),
        (WebhookEvents.RoomVacated, "room.vacated"),
        (WebhookEvents.Message, "message"),
        (WebhookEvents.Presence, "presence"),
    ];

    /// <summary>Every name, in the order of the documents.</summary>
    public static IEnumerable<string> Names => All.Select(static one => one.Name);

    public static string NameOf(WebhookEvents type) => Array.Find(All, one => one.Type == type).Name
        ?? throw new ArgumentOutOfRangeException(nameof(type), type, "is not one kind of event");

    public static bool TryParse(string text, out WebhookEvents type)
    {
        type = Array.Find(All, one => one.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).Type;
        return type != WebhookEvents.None;
    }
}
