using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A contiguous run of a room's logged events on its way to listeners. All listeners of a node get
/// the same batch, and through it the same encoded bytes.
/// </summary>
public sealed class FeedBatch(RoomId room, Epoch epoch, ImmutableArray<RoomEvent> events) : SharedEncoding
{
    public RoomId Room { get; } = room;

    public Epoch Epoch { get; } = epoch;

    /// <summary>At least one; seqs are contiguous.</summary>
    public ImmutableArray<RoomEvent> Events { get; } = events;

    public long FirstSeq => Events[0].Seq;

    public long LastSeq => Events[^1].Seq;

    /// <summary>Whether somebody gave up membership in it: rare, so that listeners look for themselves only then.</summary>
    public bool HasDepartures { get; } = events.Any(static e => e.HasDepartures);

    /// <summary>The part after <paramref name="seq"/>: for a listener that already has the rest.</summary>
    public FeedBatch After(long seq) => new(Room, Epoch, Events[(int)(seq - FirstSeq + 1)..]);

    /// <summary>The part up to <paramref name="seq"/>, that one included.</summary>
    public FeedBatch UpTo(long seq) => seq == LastSeq ? this : new(Room, Epoch, Events[..(int)(seq - FirstSeq + 1)]);
}
