namespace Streaming.Actors.Webhooks;

/// <summary>What a webhook can be told of.</summary>
[Flags]
public enum WebhookEvents
{
    None = 0,

    /// <summary>A user became a member: by themselves, or was added.</summary>
    MemberJoined = 1,

    /// <summary>A user is no member any more: left, was kicked or banned.</summary>
    MemberLeft = 2,

    /// <summary>Somebody is present in a room where nobody was.</summary>
    RoomOccupied = 4,

    /// <summary>Nobody is present in a room any more.</summary>
    RoomVacated = 8,

    /// <summary>A message was published, edited or deleted.</summary>
    Message = 16,

    /// <summary>Who is present changed, or how.</summary>
    Presence = 32,

    All = MemberJoined | MemberLeft | RoomOccupied | RoomVacated | Message | Presence,
}
