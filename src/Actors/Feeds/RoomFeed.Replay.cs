using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

internal sealed partial class RoomFeed
{
    /// <summary>
    /// Events of one page of the log: large enough that a replay is few reads, small enough that a page
    /// of the largest messages (256 × 64 KiB) stays bearable.
    /// </summary>
    private const int PageSize = 256;

    /// <summary>After a failed read: the log is probably away, and asking again costs it little at this pace.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads what the feed itself is missing, for all live listeners at once.</summary>
    private void Heal()
    {
        // A read that is under way may not see what is asked for now, so it is followed by another.
        _healWanted = true;
        if (_healing)
            return;

        (_healing, _healWanted) = (true, false);
        _ = HealAsync(_position, _healsAll);
        _healsAll = false;
    }

    private async Task HealAsync(long position, bool all) => Post(new FeedInput.Healed(await TryReadAsync(position), all));

    private void OnHealed(LogPage? page, bool all)
    {
        _healing = false;
        if (page is null)
        {
            (_healWanted, _healsAll) = (true, _healsAll || all);
            _context.Wheel.Schedule(_retry, RetryDelay);
            return;
        }

        // Told nothing yet, and so nobody is served: whoever attaches says where to begin.
        if (_epoch is null)
            return;

        if (page.Epoch is { } epoch)
        {
            if (all)
                _knownHead = Math.Max(_knownHead, page.LastSeq);
            TakeIn(page, epoch);
        }
        else
        {
            // The log is gone. Should the room's owner begin it again, it says so.
            DoNotChase(_position);
        }

        if (_healWanted || _position < _knownHead)
            Heal();
    }

    private void TakeIn(LogPage page, Epoch epoch)
    {
        if (epoch != _epoch || page.FirstSeq > _position + 1)
        {
            StartAnew(epoch, page.FirstSeq);
            return;
        }

        ImmutableArray<RoomEvent> run = Confirmed(page, _knownHead);
        while (!run.IsEmpty)
        {
            FeedBatch batch = FeedBatches.First(Room, epoch, run);
            run = run[batch.Events.Length..];
            if (batch.LastSeq > _position)
                Advance(batch.FirstSeq == _position + 1 ? batch : batch.After(_position));
        }

        DoNotChase(Math.Max(page.LastSeq, _position));
    }

    /// <summary>
    /// A head that the log does not have yet is another owner's news from before a loss. Unless it was told while this page was on its
    /// way.
    /// </summary>
    private void DoNotChase(long lastSeq)
    {
        if (!_healWanted)
            _knownHead = Math.Min(_knownHead, lastSeq);
    }

    /// <summary>
    /// The part of a page that the owner is known to have confirmed. What lies behind it may be of an append whose outcome the
    /// owner does not know: should the store lose that before the owner has learned of it, its seqs are given out again.
    /// </summary>
    private static ImmutableArray<RoomEvent> Confirmed(LogPage page, long head) =>
        page.Events.IsEmpty || page.Events[^1].Seq <= head ? page.Events : [.. page.Events.TakeWhile(e => e.Seq <= head)];

    /// <summary>The log is another one, or no longer holds what comes next.</summary>
    private void StartAnew(Epoch epoch, long firstSeq)
    {
        LogReset(_context.Logger, Room, epoch, firstSeq);
        (_epoch, _position, _knownHead) = (epoch, firstSeq - 1, 0);
        _audience.Reset(new FeedReset(Room, epoch, Position: firstSeq - 1, firstSeq));
        _healsAll = true;
        Heal();
    }

    /// <summary>Reads the next page for one listener, as soon as its outbox has room for it.</summary>
    private void ReadFor(FeedMember member)
    {
        member.IsReading = true;
        _ = ReplayAsync(member, member.Position);
    }

    private async Task ReplayAsync(FeedMember member, long position)
    {
        try
        {
            await member.Listener.ReadyForReplayAsync();
        }
        catch (Exception e)
        {
            Post(new FeedInput.ReplayFailed(member, e));
            return;
        }

        Post(new FeedInput.Replayed(member, await TryReadAsync(position)));
    }

    private void OnReplayed(FeedMember member, LogPage? page)
    {
        try
        {
            GiveReplay(member, page);
        }
        finally
        {
            member.Listener.OnReplayEnded();
        }
    }

    private void GiveReplay(FeedMember member, LogPage? page)
    {
        member.IsReading = false;
        if (member.State != FeedMemberState.CatchingUp)
            return;

        if (page?.Epoch is not { } epoch)
        {
            _context.Wheel.Schedule(_retry, RetryDelay);
            return;
        }

        bool isFurther = true;
        if (epoch != member.Epoch || page.FirstSeq > member.Position + 1)
        {
            _audience.Reset(member, new FeedReset(Room, epoch, page.FirstSeq - 1, page.FirstSeq));
        }
        else if (Confirmed(page, Math.Max(Math.Max(_position, _knownHead), member.Head)) is { IsEmpty: false } events)
        {
            // One batch, then the outbox is asked again: what else the page holds is read anew when there is room.
            _audience.Give(member, FeedBatches.First(Room, epoch, events));
        }
        else
        {
            isFurther = false;
        }

        if (member.State == FeedMemberState.Left)
            return;

        if (member.Epoch != _epoch)
            Heal();

        if (member.Epoch == _epoch && member.Position >= _position)
            _audience.AddLive(member);
        else if (isFurther)
            ReadFor(member);
        else
            _context.Wheel.Schedule(_retry, RetryDelay);
    }

    private void ReadAgain()
    {
        if (_healWanted)
            Heal();

        foreach (FeedMember member in _audience.Behind)
        {
            if (!member.IsReading)
                ReadFor(member);
        }
    }

    private async ValueTask<LogPage?> TryReadAsync(long position)
    {
        try
        {
            return await _context.Log.ReadAsync(Room, LogRange.Following(position, PageSize), CancellationToken.None);
        }
        catch (Exception e)
        {
            LogReadFailed(_context.Logger, e, Room);
            return null;
        }
    }
}
