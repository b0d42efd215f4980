using System.Globalization;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Sse;

/// <summary>
/// How far a stream has got in each of its rooms, and channels with a log: what stands in <c>id:</c>, and comes back as <c>Last-Event-ID</c>.
/// Written as <c>room/epoch/seq,room/epoch/seq</c>: neither character occurs in ids, and all may stand in a header
/// and a URL's query as they are. Clients must not look inside.
/// </summary>
internal sealed class SseCursor
{
    private const char RoomEnd = ',';
    private const char FieldEnd = '/';

    /// <summary>
    /// Characters that a cursor may have: fifty rooms with ids of some thirty characters. Every event bears one, so a
    /// page of 256 small events takes three quarters of a megabyte at most.
    /// </summary>
    public const int MaxLength = 3072;

    // An epoch as it is made here, a seq of twelve digits, and what stands between.
    private const int LengthBesideRoom = 13 + 12 + 3;

    private readonly Dictionary<RoomId, string> _positions = [];

    /// <summary>About how long the cursor of a stream of these rooms is.</summary>
    public static int LengthOf(IEnumerable<RoomId> rooms) => rooms.Sum(room => room.Value.Length + LengthBesideRoom);

    /// <summary>Sets how far the stream has got in a room.</summary>
    public void Advance(RoomId room, Epoch epoch, long seq) =>
        _positions[room] = string.Create(CultureInfo.InvariantCulture, $"{room.Value}{FieldEnd}{epoch.Value}{FieldEnd}{seq}");

    public override string ToString() => string.Join(RoomEnd, _positions.Values);

    /// <summary>Reads a cursor back. False if it was not written here.</summary>
    public static bool TryParse(string text, out IReadOnlyDictionary<RoomId, RoomPosition> positions)
    {
        var found = new Dictionary<RoomId, RoomPosition>();
        positions = found;
        foreach (string part in text.Split(RoomEnd))
        {
            string[] fields = part.Split(FieldEnd);
            if (fields.Length != 3
                || !TryParsePlace(fields[0], out var room)
                || fields[1].Length == 0
                || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
                || !found.TryAdd(room, new RoomPosition(seq, new Epoch(fields[1]))))
            {
                return false;
            }
        }

        return true;
    }

    // A channel is written as the room that hosts it.
    private static bool TryParsePlace(string text, out RoomId room)
    {
        room = new RoomId(text);
        return RoomId.TryParse(text, out _) || (ChannelId.Of(room) is { } channel && ChannelId.TryParse(channel.Value, out _));
    }
}
