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

    /// <summary>Finds what an entry holds of the sought.</summary>
    /// <param name="entry">The id, then the fields.</param>
    public static void Decode(RedisResult entry, SoughtEvents sought)
    {
        (long last, RedisResult[] fields) = PartsOf(entry);
        long seq = last - (fields.Length / 2);
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            if (sought.Wants(++seq) && ValueOf(fields, i) is { } bytes)
                sought.Find(seq, bytes);
        }
    }

    /// <summary>Puts what stands in an entry where it belongs, whatever it is: what is at <paramref name="from"/> comes first.</summary>
    public static void Copy(RedisResult entry, long from, byte[]?[] values)
    {
        (long last, RedisResult[] fields) = PartsOf(entry);
        long seq = last - (fields.Length / 2);
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            long at = ++seq - from;
            if (at >= 0 && at < values.Length)
                values[at] ??= ValueOf(fields, i);
        }
    }

    /// <returns>Null when it is not one of ours, or of a release that is newer than this one.</returns>
    public static RoomEvent? Decode(long seq, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != Version)
            return null;

        try
        {
            RoomEvent? e = EventCodec.Decode(Wire.RoomEvent.Parser.ParseFrom(bytes[1..]));
            return e?.Seq == seq ? e : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedMessageException)
        {
            return null;
        }
    }

    /// <summary>What an event looks like in an entry.</summary>
    public static byte[] Encode(RoomEvent e)
    {
        var values = new RedisValue[1];
        Encode([e], values, at: 0);
        return (byte[])values[0]!;
    }

    /// <returns>The seq in the id, and the fields, each followed by its value.</returns>
    public static (long Seq, RedisResult[] Fields) PartsOf(RedisResult entry)
    {
        var parts = (RedisResult[])entry!;
        return (SeqOf((string)parts[0]!), (RedisResult[])parts[1]!);
    }

    private static int SizeOf(RoomEvent e) =>
        1 + (e is MessagePublished message ? new MessageEncoding(message).Size : EventCodec.Encode(e).CalculateSize());

    private static long SeqOf(string id) =>
        long.TryParse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out long seq) ? seq : 0;

    /// <summary>Of the field at <paramref name="i"/>; null when it is none of ours.</summary>
    private static byte[]? ValueOf(RedisResult[] fields, int i) => (string?)fields[i] == "e" ? (byte[]?)fields[i + 1] : null;
}
