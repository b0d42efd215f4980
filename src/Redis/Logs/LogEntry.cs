using System.Globalization;
using Google.Protobuf;
using StackExchange.Redis;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Logs;

/// <summary>
/// One entry of a room's stream: the events of one append, each a field <c>e</c> with a byte for the format's version and the event in
/// Protocol Buffers. The entry's id is the seq of the last, and the seqs in the events have to agree with it.
/// </summary>
internal static class LogEntry
{
    public const byte Version = 1;

    public static byte[] Encode(RoomEvent e)
    {
        Wire.RoomEvent wire = EventCodec.Encode(e);
        byte[] bytes = new byte[1 + wire.CalculateSize()];
        bytes[0] = Version;
        wire.WriteTo(bytes.AsSpan(1));
        return bytes;
    }

    /// <summary>Puts what an entry holds where it belongs: the event of seq <paramref name="from"/> is the first in <paramref name="events"/>.</summary>
    /// <param name="entry">The id, then the fields.</param>
    public static void Decode(RedisResult entry, long from, RoomEvent?[] events)
    {
        var parts = (RedisResult[])entry!;
        var fields = (RedisResult[])parts[1]!;
        long seq = SeqOf((string)parts[0]!) - (fields.Length / 2);
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            long at = ++seq - from;
            if (at >= 0 && at < events.Length)
                events[at] ??= Decode(seq, (string?)fields[i], (byte[]?)fields[i + 1]);
        }
    }

    private static long SeqOf(string id) =>
        long.TryParse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out long seq) ? seq : 0;

    /// <returns>Null when it is not one of ours, or of a release that is newer than this one.</returns>
    private static RoomEvent? Decode(long seq, string? field, byte[]? value)
    {
        if (field != "e" || value is not { Length: > 1 } bytes || bytes[0] != Version)
            return null;

        try
        {
            RoomEvent? e = EventCodec.Decode(Wire.RoomEvent.Parser.ParseFrom(bytes, 1, bytes.Length - 1));
            return e?.Seq == seq ? e : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedMessageException)
        {
            return null;
        }
    }
}
