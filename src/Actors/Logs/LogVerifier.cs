using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>
/// Walks a room's log from its first entry to its last and says what is wrong with it. Reads only, and goes on after what it
/// finds, so that one damaged entry does not hide the next. What it checks of each entry is in <see cref="LogWalk"/>.
/// </summary>
public sealed class LogVerifier(IRoomLog log)
{
    /// <summary>More are not looked for: a log with as many is beyond looking at one by one.</summary>
    public const int MaxFindings = 1_000;

    private const int PageSize = 512;

    /// <summary>A log may be trimmed while it is read; then the walk starts over, with the newer snapshot.</summary>
    private const int MaxAttempts = 5;

    /// <param name="owner">What the room's owner said before; null when it could not be asked.</param>
    public async ValueTask<LogVerification> VerifyAsync(RoomId room, RoomDescription? owner, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            RoomSnapshot? snapshot = await log.LoadSnapshotAsync(room, cancellation);
            LogPage page = await ReadAfterAsync(room, 0, cancellation);
            var walk = new LogWalk(room, page, snapshot);
            if (page.Epoch is not null && !await TryWalkAsync(walk, page, cancellation) && attempt < MaxAttempts)
                continue;

            walk.End(owner);
            return new LogVerification(
                room, page.Epoch, page.FirstSeq, walk.LastSeq, walk.Entries, snapshot?.State.Head,
                owner is { Exists: true } ? owner.Head : null, walk.Findings);
        }
    }

    /// <returns>False when the log was trimmed past where the walk was.</returns>
    private async ValueTask<bool> TryWalkAsync(LogWalk walk, LogPage page, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (RoomEvent e in page.Events)
            {
                walk.Take(e);
                if (walk.IsFull)
                    return true;
            }

            if (page.Events.IsEmpty || walk.Position >= page.LastSeq)
                return true;

            page = await ReadAfterAsync(walk.Room, walk.Position, cancellation);
            if (page.FirstSeq > walk.Position + 1)
                return false;

            walk.Extend(page.LastSeq);
        }
    }

    private ValueTask<LogPage> ReadAfterAsync(RoomId room, long seq, CancellationToken cancellation) =>
        log.ReadAsync(room, LogRange.Following(seq, PageSize), cancellation);
}
