namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>A connection's place in a room.</summary>
internal sealed class Membership(Room room, bool isListening)
{
    public Room Room => room;

    /// <summary>False: it is there to publish, and gets nothing.</summary>
    public bool IsListening => isListening;

    /// <summary>What has to come next of each of the room's streams.</summary>
    public int[] Next { get; set; } = [];

    /// <summary>The position, as the server numbers the room, of what came last.</summary>
    public long Order { get; set; } = -1;
}
