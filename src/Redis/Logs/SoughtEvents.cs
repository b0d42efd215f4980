using Streaming.Actors.Rooms;

namespace Streaming.Redis.Logs;

/// <summary>The events that somebody reads, as they are found in entries and blocks, which hold others, too.</summary>
internal sealed class SoughtEvents
{
    private readonly long _from;

    /// <summary>Lowest first; null for all of a range.</summary>
    private readonly long[]? _seqs;
    private readonly RoomEvent?[] _found;

    private SoughtEvents(long from, int count, long[]? seqs) => (_from, _found, _seqs) = (from, new RoomEvent?[count], seqs);

    /// <summary>In the order of their seqs; null for what was not found.</summary>
    public IReadOnlyList<RoomEvent?> Found => _found;

    /// <summary>All from the one to the other.</summary>
    public static SoughtEvents Between(long from, long to) => new(from, (int)(to - from + 1), seqs: null);

    /// <param name="seqs">Lowest first, each once.</param>
    public static SoughtEvents At(long[] seqs) => new(from: 0, seqs.Length, seqs);

    public bool Wants(long seq) => PlaceOf(seq) is >= 0 and var place && _found[place] is null;

    /// <summary>What stands in the log at a seq that is wanted.</summary>
    public void Find(long seq, ReadOnlySpan<byte> bytes) => _found[PlaceOf(seq)] = LogEntry.Decode(seq, bytes);

    public void Redact(long seq)
    {
        if (PlaceOf(seq) is >= 0 and var place)
            _found[place] = _found[place]?.WithoutContent();
    }

    /// <returns>Negative for one that is not sought.</returns>
    private int PlaceOf(long seq)
    {
        if (_seqs is not null)
            return Array.BinarySearch(_seqs, seq);

        long place = seq - _from;
        return place >= 0 && place < _found.Length ? (int)place : -1;
    }
}
