using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Webhooks;

namespace Streaming.Redis.Webhooks;

/// <summary>A dead letter as an entry of a stream, readable for people who look there.</summary>
internal static class DeadLetterFields
{
    public static NameValueEntry[] Write(DeadLetter letter) =>
    [
        new("event", letter.EventId),
        new("type", letter.Type.ToString()),
        new("room", letter.Room.Value),
        new("at", RedisWebhookStore.TextOf(letter.Timestamp)),
        new("tries", letter.Attempts),
        new("problem", letter.Problem),
        new("died", RedisWebhookStore.TextOf(letter.DiedAt)),
        .. letter.Logged is { } place ? (NameValueEntry[])[new("logged", place.ToString())] : [new("content", letter.Content)],
    ];

    public static DeadLetter Read(StreamEntry entry)
    {
        bool isLogged = MessageId.TryParse(entry["logged"], out MessageId logged);
        return new DeadLetter(
            entry["event"]!,
            Enum.TryParse(entry["type"], out WebhookEvents type) ? type : WebhookEvents.None,
            new RoomId(entry["room"]!),
            RedisWebhookStore.MomentOf(entry["at"]!),
            (int)entry["tries"],
            entry["problem"]!,
            RedisWebhookStore.MomentOf(entry["died"]!))
        {
            Id = entry.Id!,
            Logged = isLogged ? logged : null,
            Content = isLogged ? default : (byte[]?)entry["content"],
        };
    }
}
