using Google.Protobuf;
using StackExchange.Redis;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Logs;

/// <summary>
/// One entry of a room's stream: the field <c>e</c> with a byte for the format's version, and the event in Protocol Buffers. The seq is the
/// entry's id, and the one in the event has to agree.
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

    /// <param name="entry">The id, then the fields.</param>
    /// <returns>Null when it is not an entry of ours, or of a release that is newer than this one.</returns>
    public static RoomEvent? Decode(long seq, RedisResult entry)
    {
        var fields = (RedisResult[])((RedisResult[])entry!)[1]!;
        if (fields.Length != 2 || (string?)fields[0] != "e" || (byte[]?)fields[1] is not { Length: > 1 } bytes || bytes[0] != Version)
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
