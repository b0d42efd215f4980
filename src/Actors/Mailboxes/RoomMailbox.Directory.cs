using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>What is known of the room beside its log: see <see cref="DirectoryFeeder"/>.</summary>
internal sealed partial class RoomMailbox
{
    // Shared with callers; guarded by the gate.
    private DirectoryDebt? _debtFound;

    /// <summary>
    /// What the directory has perhaps not been told: of an append that is on its way, or whose end is not known, or by an owner before. Touched only in
    /// a turn.
    /// </summary>
    private DirectoryDebt? _debt;

    /// <summary>The room is brought into memory for it. Once: where its log cannot be read, the next who wants something of the room tries.</summary>
    private bool _loadsForDebt;

    /// <summary>Has the directory told what an owner of the room may have failed to tell. Brings the room into memory for that.</summary>
    /// <returns>False when the mailbox has closed: ask the host for the room's new one.</returns>
    public bool TryMendDirectory(DirectoryDebt debt)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _debtFound = DirectoryDebt.Both(_debtFound, debt);
            ScheduleUnderGate();
            return true;
        }
    }

    private void TakeDebtUnderGate()
    {
        if (_debtFound is { } found)
            (_debt, _debtFound, _loadsForDebt) = (DirectoryDebt.Both(_debt, found), null, true);
    }

    /// <summary>Who was in a room that is deleted is known now, and afterwards no more.</summary>
    private void NoteDeletion(RoomEvent e)
    {
        if (e is RoomStatusChanged { Action: RoomAction.Delete })
            _open.Deleted = _state;
    }

    /// <summary>Before the append: a log that has it has the debt as well.</summary>
    private void OweDirectory(PendingBatch batch)
    {
        if (!batch.ConcernsDirectory || ChannelId.IsHostedBy(Room))
            return;

        long upTo = batch.StateAfter!.Head;
        _debt = DirectoryDebt.Both(_debt, new DirectoryDebt(Room, _committedSeq, upTo));
        _context.Directory.Owe(_writer, _committedSeq, upTo);
    }

    private void TellDirectory(PendingBatch batch)
    {
        if (!batch.ConcernsDirectory || ChannelId.IsHostedBy(Room))
            return;

        // An older debt goes with it only when that is told of, too.
        RoomState state = batch.StateAfter!;
        long after = _inFlightEvents[0].Seq - 1;
        DirectoryNews news = DirectoryNews.Of(state, after, batch.Deleted, _inFlightEvents);
        if (_debt is { } debt && debt.After < after)
            _context.Directory.Mend(_writer, state, debt);
        _debt = null;
        _context.Markers.Forget(Room, news.Users.Where(static one => one.Value is null).Select(static one => one.Key));
        _context.Directory.Tell(_writer, news);
    }

    /// <summary>A room that has just been read, or has nothing on its way: what it owes is in its log, or in none.</summary>
    private void MendDirectory()
    {
        if (_debt is not { } debt || _status != MailboxStatus.Ready || _isLeaving || _inFlight is not null || _open.HasEvents || !Holds)
            return;

        // What may still land is told of when it has. When it cannot any more, the log says whether it did.
        if (debt.UpTo > _committedSeq && _doubtUntil != default)
        {
            if (_now < _doubtUntil)
                return;

            _doubtUntil = default;
            BeginLoad();
            return;
        }

        _debt = null;
        _context.Directory.Mend(_writer, _state, debt);
    }

    /// <summary>It cannot be paid now: it is come back to.</summary>
    private void LeaveDebt()
    {
        if (_debt is not null)
            _context.LeftOwing(Shard);
    }

    private RoomReply WithUnstored(ReadMarkers read, RoomReply decided) => decided is RoomReply.MarkersRead markers
        ? markers with { Unstored = _context.Markers.Unstored(Room, read.Users) }
        : decided;
}
