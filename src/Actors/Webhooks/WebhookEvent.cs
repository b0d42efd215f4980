using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Webhooks;

/// <summary>One event as a webhook is told it: of the room's log, or raised.</summary>
/// <param name="Id">The same in every try.</param>
/// <param name="Type">One of the flags.</param>
/// <param name="Room">Where it happened.</param>
/// <param name="Timestamp">When, by the clock of the room's owner.</param>
public sealed record WebhookEvent(string Id, WebhookEvents Type, RoomId Room, DateTimeOffset Timestamp)
{
    /// <summary>The log's epoch; default for what was raised.</summary>
    public Epoch Epoch { get; init; }

    /// <summary>What stands in the log; null for what was raised.</summary>
    public RoomEvent? Logged { get; init; }

    /// <summary>What listeners heard of presence; null for all else.</summary>
    public EphemeralEvent? Presence { get; init; }

    /// <summary>Users present, where that is what it is about.</summary>
    public int Present { get; init; }

    /// <returns>Null when no webhook is told of such an event.</returns>
    public static WebhookEvent? Of(RoomId room, Epoch epoch, RoomEvent logged, WebhookEvents wanted)
    {
        WebhookEvents type = TypeOf(logged) & wanted;
        return type == WebhookEvents.None
            ? null
            : new WebhookEvent(new MessageId(epoch, logged.Seq).ToString(), type, room, logged.Timestamp) { Epoch = epoch, Logged = logged };
    }

    private static WebhookEvents TypeOf(RoomEvent logged) => logged switch
    {
        MemberJoined or MemberModerated { Kind: ModerationKind.Add } => WebhookEvents.MemberJoined,
        MemberLeft or MemberModerated { Kind: ModerationKind.Kick or ModerationKind.Ban } => WebhookEvents.MemberLeft,
        MessagePublished or MessageAnnotated { Action: MessageAction.Edit or MessageAction.Delete } => WebhookEvents.Message,
        _ => WebhookEvents.None,
    };
}
