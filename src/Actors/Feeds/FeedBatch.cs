using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A contiguous run of a room's logged events on its way to listeners. All listeners of a node get
/// the same batch, and through it the same encoded bytes. What a listener hands on to its client may be a part of one, with gaps: those who
/// want the same part get the same object, and share its bytes as well. (The parts are made in the feed's turn, one at a time.)
/// </summary>
public sealed class FeedBatch(RoomId room, Epoch epoch, ImmutableArray<RoomEvent> events) : SharedEncoding
{
    public RoomId Room { get; } = room;

    public Epoch Epoch { get; } = epoch;

    /// <summary>At least one; seqs are contiguous.</summary>
    public ImmutableArray<RoomEvent> Events { get; } = events;

    private FeedBatch?[]? _single;
    private Dictionary<ChannelFilter, FeedBatch?>? _matching;
    private string? _key;

    public long FirstSeq => Events[0].Seq;

    public long LastSeq => Events[^1].Seq;

    /// <summary>Whether somebody gave up membership in it: rare, so that listeners look for themselves only then.</summary>
    public bool HasDepartures { get; } = events.Any(static e => e.HasDepartures);

    /// <summary>The last change of the room's settings in it; null for none: rare as well.</summary>
    public RoomUpdated? Updated { get; } = (RoomUpdated?)events.LastOrDefault(static e => e is RoomUpdated);

    /// <summary>The part after <paramref name="seq"/>: for a listener that already has the rest.</summary>
    public FeedBatch After(long seq) => new(Room, Epoch, Events[(int)(seq - FirstSeq + 1)..]);

    /// <summary>The part up to <paramref name="seq"/>, that one included.</summary>
    public FeedBatch UpTo(long seq) => seq == LastSeq ? this : new(Room, Epoch, Events[..(int)(seq - FirstSeq + 1)]);

    /// <summary>One of the events by itself.</summary>
    public FeedBatch Alone(int index)
    {
        if (Events.Length == 1)
            return this;

        _single ??= new FeedBatch?[Events.Length];
        return _single[index] ??= new FeedBatch(Room, Epoch, [Events[index]]);
    }

    /// <summary>The messages that a filter lets pass; null for none.</summary>
    public FeedBatch? Matching(ChannelFilter filter)
    {
        _matching ??= [];
        if (!_matching.TryGetValue(filter, out FeedBatch? part))
            _matching.Add(filter, part = Select(filter));

        return part;
    }

    /// <summary>What the first event, if it is a message, is the newest word about; null for what is no message.</summary>
    internal string? Key => _key ??= Events[0] is MessagePublished message ? MetadataKey.Of(message.Body.Metadata) : null;

    private FeedBatch? Select(ChannelFilter filter)
    {
        ImmutableArray<RoomEvent> some = [.. Events.Where(e => e is MessagePublished message && filter.Matches(message.Body.Metadata))];
        return some.Length == Events.Length ? this : some.IsEmpty ? null : new FeedBatch(Room, Epoch, some);
    }
}
