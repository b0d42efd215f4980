using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Shows what is pinned, on whichever node was asked, as history would show it (<see cref="HistoryRows"/>): the owner says which messages that are,
/// the log what was written, and the owner once more what became of it. So nothing is shown that was taken away before the log was read, and
/// nothing that was unpinned meanwhile. There are <see cref="RoomState.MaxPins"/> at most, which is the bound of what is read.
/// </summary>
/// <param name="ask">Asks a room's owner.</param>
public sealed class PinReader(IRoomLog log, Func<RoomId, RoomCommand, Task<RoomReply>> ask)
{
    /// <param name="who">Who reads.</param>
    /// <exception cref="StoreAwayException">The log cannot be read now.</exception>
    public async ValueTask<PinsOutcome> ReadAsync(RoomId room, ReadPins who, CancellationToken cancellation)
    {
        RoomReply reply = await ask(room, who);
        if (reply is not RoomReply.AnnotationsRead pinned)
            return new PinsOutcome(Pins: null, reply);

        ImmutableArray<long> seqs = [.. pinned.Messages.Select(static one => one.Seq)];
        if (seqs.IsEmpty)
            return new PinsOutcome(new PinnedMessages(pinned.Epoch, []), Refusal: null);

        ImmutableArray<RoomEvent> entries = await StoreAwayException.GuardAsync(log.ReadManyAsync(room, pinned.Epoch, seqs, cancellation));
        HistoryRows rows = RowsOf(room, who, pinned.Epoch, seqs);
        var current = await rows.OfAsync(pinned.Epoch, [.. entries.OfType<MessagePublished>()], cancellation);
        return rows.Refusal is { } refusal
            ? new PinsOutcome(Pins: null, refusal)
            : new PinsOutcome(new PinnedMessages(pinned.Epoch, NewestFirst(seqs, current)), Refusal: null);
    }

    private HistoryRows RowsOf(RoomId room, ReadPins who, Epoch epoch, ImmutableArray<long> seqs)
    {
        (long first, long last) = (seqs.Min(), seqs.Max());
        var reader = new ReadRoom { By = who.By, Request = default, Origin = who.Origin, IsPrivileged = who.IsPrivileged };
        return new HistoryRows(log, ask, room, reader, new RoomReply.Readable(epoch, first, last, first, last)) { OnlyPinned = true };
    }

    private static ImmutableArray<HistoryRow> NewestFirst(ImmutableArray<long> pins, IReadOnlyDictionary<long, HistoryRow> rows) =>
    [
        .. pins.Reverse().Select(seq => rows.GetValueOrDefault(seq)).OfType<HistoryRow>()
            .Where(static row => row is { IsDeleted: false, Summary.PinnedBy: not null }),
    ];
}
