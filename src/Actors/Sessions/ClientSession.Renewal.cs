namespace Streaming.Actors.Sessions;

/// <summary>The session's record in the store: begun, and renewed one time after another.</summary>
public sealed partial class ClientSession
{
    // Guarded by the gate: the last that has begun, and the one that waits for its end.
    private Task _renewal = Task.CompletedTask;
    private Task? _nextRenewal;

    /// <summary>Makes the session resumable. Nobody knows its token yet.</summary>
    internal async ValueTask BeginAsync()
    {
        SessionRecord record;
        lock (_gate)
            record = RecordUnderGate();

        await StoreAwayException.GuardAsync(_context.Store.SaveAsync(record, _context.Options.Ttl, CancellationToken.None));
        _context.Wheel.Schedule(this, _context.Options.Ttl / 2);
    }

    /// <summary>
    /// Keeps the session resumable as it is now, in case this node ends without a word. One renewal after another, so that an older
    /// record never takes the place of a newer one; who comes while one is under way is served by the one that follows it.
    /// </summary>
    private async Task RenewAsync()
    {
        var mine = new TaskCompletionSource();
        Task before;
        Task? next;
        lock (_gate)
        {
            (before, next) = (_renewal, _nextRenewal);
            _nextRenewal ??= mine.Task;
        }

        if (next is not null)
        {
            await next;
            return;
        }

        await before;
        SessionRecord? record;
        lock (_gate)
        {
            (_renewal, _nextRenewal) = (mine.Task, null);
            record = _closed ? null : RecordUnderGate();
        }

        try
        {
            if (record is not null)
                await RenewAsync(record);
        }
        finally
        {
            lock (_gate)
            {
                // The last to end keeps nothing in memory for as long as the connection is idle.
                if (_renewal == mine.Task)
                    _renewal = Task.CompletedTask;
            }

            mine.SetResult();
        }
    }

    private async ValueTask RenewAsync(SessionRecord record)
    {
        _context.Wheel.Schedule(this, _context.Options.Ttl / 2);

        // Word of it may not have come through, or not yet.
        if (!await KeepAsync(record))
            Replace();
    }

    /// <summary>Completes when no renewal is under way that could undo what is done to the record next.</summary>
    private async ValueTask EndRenewalsAsync()
    {
        Task renewal;
        lock (_gate)
            renewal = _nextRenewal ?? _renewal;

        await renewal;
    }

    /// <returns>False when another connection has taken the session over.</returns>
    private async ValueTask<bool> KeepAsync(SessionRecord record)
    {
        SessionRenewal renewal = await _context.Store.RenewAsync(record, _context.Options.Ttl, CancellationToken.None);

        // Lost with the store's last moments: nobody has taken it, so its token is still good.
        if (renewal == SessionRenewal.Unknown)
            await _context.Store.SaveAsync(record, _context.Options.Ttl, CancellationToken.None);

        return renewal != SessionRenewal.Taken;
    }

    /// <summary>The session of a connection that lives does not grow old.</summary>
    protected internal override void OnDue() => _ = RenewInTimeAsync();

    private async Task RenewInTimeAsync()
    {
        try
        {
            await RenewAsync();
        }
        catch (Exception e)
        {
            // The record lives for another half of its time, and the next renewal is set already.
            LogRenewalFailed(_context.Logger, e, Id, Connection);
        }
    }
}
