using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Keeps logs short, for all rooms of a node: snapshot, trim, pack, in this order, since an entry goes, or goes into a block, only when a
/// snapshot holds what it did. What is too old goes whenever a room is asked to look (<see cref="RetentionSweep"/>), what is too much with each
/// snapshot. No failure does harm: the log is longer than it need be, and the next time tries again.
/// </summary>
internal sealed partial class LogKeeper
{
    /// <summary>A room that is behind catches up by twice what it grows by between two snapshots.</summary>
    private const int MaxBlocks = 4;

    /// <summary>Each takes a millisecond of a processor and some hundred microseconds of Redis: so packing never takes more than a few per cent.</summary>
    private const int BlocksPerSecond = 20;

    private readonly IRoomLog _log;
    private readonly MailboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private TokenBucket _blocks = new(BlocksPerSecond, BlocksPerSecond);

    public LogKeeper(IRoomLog log, MailboxOptions options, TimeProvider clock, ILogger logger) =>
        (_log, _options, _clock, _logger) = (log, options, clock, logger);

    /// <param name="snapshot">The room as the log has it.</param>
    /// <param name="known">Where its snapshot stands and its log begins until now.</param>
    /// <param name="kept">Entries that the log is to keep.</param>
    /// <param name="isDue">Whether there is to be a snapshot in any case; else only where something has to go that none holds.</param>
    /// <param name="looksForAge">Whether to look for what is too old.</param>
    /// <returns>What <paramref name="known"/> has become. Never fails.</returns>
    public async Task<SnapshotOutcome> KeepAsync(
        RoomWriter writer, RoomSnapshot snapshot, SnapshotOutcome known, int kept, bool isDue, bool looksForAge)
    {
        long head = snapshot.State.Head;
        try
        {
            if (snapshot.State.IsDeleted)
                return await KeepDeletedAsync(writer, snapshot, known);

            long first = Math.Max(known.FirstSeq, head - kept + 1);
            DateTimeOffset? oldest = null;
            if (looksForAge && _options.MaxLogAge is { } age)
                (first, oldest) = await FindFirstAsync(writer.Room, first, head, _clock.GetUtcNow() - age);

            if (isDue || first > known.SnapshotSeq + 1)
            {
                await _log.SaveSnapshotAsync(writer, snapshot, CancellationToken.None);
                known = known with { SnapshotSeq = head };
            }

            if (first > known.FirstSeq)
            {
                await _log.TrimAsync(writer, first, CancellationToken.None);

                // The newest stays in any case.
                known = known with { FirstSeq = Math.Min(first, head) };
            }

            // Last: a look that fails before is repeated.
            if (oldest is { } moment)
                await _log.SetOldestAsync(writer, moment, CancellationToken.None);

            await PackAsync(writer, head - known.FirstSeq + 1);
        }
        catch (Exception e)
        {
            LogNotKeptShort(_logger, e, writer.Room, head);
        }

        return known;
    }

    /// <summary>It goes as a whole when nobody uses it any more. Should its owner die before that, the next one is to come upon it soon.</summary>
    private async Task<SnapshotOutcome> KeepDeletedAsync(RoomWriter writer, RoomSnapshot snapshot, SnapshotOutcome known)
    {
        await _log.SaveSnapshotAsync(writer, snapshot, CancellationToken.None);
        await _log.SetOldestAsync(writer, DateTimeOffset.UnixEpoch, CancellationToken.None);
        return known with { SnapshotSeq = snapshot.State.Head };
    }

    private async Task PackAsync(RoomWriter writer, long entries)
    {
        int keep = _options.UnpackedLogEntries;
        if (keep == 0 || entries < keep + IRoomLog.BlockLength)
            return;

        int packed = 0;
        while (packed < MaxBlocks && MayPack() && await _log.PackAsync(writer, keep, CancellationToken.None))
            packed++;
    }

    private bool MayPack()
    {
        lock (_gate)
            return _blocks.Take(_clock.GetUtcNow()) == TimeSpan.Zero;
    }

    /// <summary>Looks for the first entry that is not older than a moment, as one looks a name up: entries are in the order of time.</summary>
    /// <returns>Its seq and time; one seq more than the last, and now, where all are older.</returns>
    private async Task<(long First, DateTimeOffset Oldest)> FindFirstAsync(RoomId room, long first, long last, DateTimeOffset moment)
    {
        DateTimeOffset? oldest = null;
        long young = last + 1;
        long from = first;

        // The first one most probably decides.
        for (long look = first; from < young; look = from + ((young - from) / 2))
        {
            DateTimeOffset at = await TimeOfAsync(room, look);
            if (at < moment)
                from = look + 1;
            else
                (young, oldest) = (look, at);
        }

        return (young, oldest ?? _clock.GetUtcNow());
    }

    /// <summary>An entry that cannot be read has no time, and no content either.</summary>
    private async Task<DateTimeOffset> TimeOfAsync(RoomId room, long seq)
    {
        LogPage page = await _log.ReadAsync(room, LogRange.Following(seq - 1, limit: 1), CancellationToken.None);
        return page.Events is [not EntryUnreadable and var e, ..] ? e.Timestamp : _clock.GetUtcNow();
    }

    [LoggerMessage(6, LogLevel.Warning, "Room {RoomId}: its log could not be kept short at seq {Seq}; the next snapshot tries again")]
    private static partial void LogNotKeptShort(ILogger logger, Exception e, RoomId roomId, long seq);
}
