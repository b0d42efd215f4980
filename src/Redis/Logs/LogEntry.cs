using System.Collections.Immutable;
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

    /// <summary>Events of ordinary size share an array up to this; larger than 85,000 bytes it would be collected with the oldest only.</summary>
    private const int MaxShared = 32 * 1024;

    /// <summary>Encodes each event into its place: the first into <paramref name="values"/>[<paramref name="at"/>].</summary>
    /// <returns>How many bytes all of them take.</returns>
    public static int Encode(ImmutableArray<RoomEvent> events, RedisValue[] values, int at)
    {
        int all = 0;
        foreach (RoomEvent e in events)
            all += SizeOf(e);

        int left = all;
        Memory<byte> free = default;
        foreach (RoomEvent e in events)
        {
            if (e is MessagePublished message)
            {
                var encoding = new MessageEncoding(message);
                encoding.WriteTo(Take(1 + encoding.Size));
            }
            else
            {
                Wire.RoomEvent wire = EventCodec.Encode(e);
                wire.WriteTo(Take(1 + wire.CalculateSize()));
            }
        }

        return all;

        // The next entry's bytes behind its version.
        Span<byte> Take(int size)
        {
            if (free.Length < size)
                free = new byte[Math.Max(size, Math.Min(left, MaxShared))];

            Memory<byte> entry = free[..size];
            entry.Span[0] = Version;
            values[at++] = entry;
            (free, left) = (free[size..], left - size);
            return entry.Span[1..];
        }
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

    private static int SizeOf(RoomEvent e) =>
        1 + (e is MessagePublished message ? new MessageEncoding(message).Size : EventCodec.Encode(e).CalculateSize());

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
