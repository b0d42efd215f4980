using System.Text.Json;

namespace Streaming.Chaos.Clients;

/// <summary>What a client sends, as bytes.</summary>
internal static class Requests
{
    public static byte[] Join(string id, string room, long? since, string? epoch) => Bytes(since is null
        ? new { type = "join", id, room_id = room }
        : new { type = "join", id, room_id = room, since, epoch });

    public static byte[] Publish(string id, string room, string text) => Bytes(new { type = "message", id, room_id = room, data = text });

    public static byte[] Resume(string id, IEnumerable<KeyValuePair<string, (long Seq, string Epoch)>> positions) => Bytes(new
    {
        type = "resume",
        id,
        data = new { positions = positions.ToDictionary(static one => one.Key, static one => new { seq = one.Value.Seq, epoch = one.Value.Epoch }) },
    });

    public static byte[] WhoIsHere(string id, string room) => Bytes(new { type = "presence", @event = "get", id, room_id = room });

    private static byte[] Bytes(object request) => JsonSerializer.SerializeToUtf8Bytes(request);
}
