using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Logs;

/// <summary>Everything that was ever in one room's log.</summary>
internal sealed class ArchivedRoom(RoomId room)
{
    public RoomId Room { get; } = room;

    public Epoch? Epoch { get; set; }

    /// <summary>In the order in which it was written; the first has seq 1 if all is well.</summary>
    public List<RoomEvent> Events { get; } = [];

    /// <summary>The oldest entry that was not trimmed. It only rises.</summary>
    public long FirstSeq { get; set; } = 1;

    public long Head => Events.Count;

    public RoomEvent? At(long seq) => seq >= 1 && seq <= Events.Count ? Events[(int)seq - 1] : null;
}
