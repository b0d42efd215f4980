namespace Streaming.Actors.Limits;

/// <summary>
/// At most so many in any time of one length. What was taken is counted by slots, <see cref="Slots"/> to the window, and forgotten when the whole
/// slot is older than the window: a little late, never early, and in a memory that does not grow with the number.
/// Not thread-safe.
/// </summary>
public sealed class SlidingWindow(int limit, TimeSpan window)
{
    /// <summary>One of these is by how much of the window its places come back late at most.</summary>
    public const int Slots = 32;

    // One more than there are in the window: the one that has begun.
    private readonly int[] _taken = new int[Slots + 1];
    private readonly long _slotTicks = Math.Max(1, window.Ticks / Slots);
    private long _newest;
    private int _total;

    public int Limit => limit;

    public TimeSpan Window => window;

    /// <summary>Zero when there is a place; else how long until there is one.</summary>
    public TimeSpan WaitFor(DateTimeOffset now)
    {
        Forget(now);
        if (_total < limit)
            return TimeSpan.Zero;

        // The slots that have to go until there is room for one.
        int over = _total - limit + 1;
        long slot = _newest - Slots;
        while ((over -= _taken[At(slot)]) > 0)
            slot++;
        return TimeSpan.FromTicks(((slot + Slots + 1) * _slotTicks) - now.UtcTicks);
    }

    public void Take(DateTimeOffset now)
    {
        Forget(now);
        _taken[At(_newest)]++;
        _total++;
    }

    /// <summary>The last that was taken is given back.</summary>
    public void GiveBack()
    {
        for (long slot = _newest; slot >= _newest - Slots; slot--)
        {
            if (_taken[At(slot)] == 0)
                continue;
            _taken[At(slot)]--;
            _total--;
            return;
        }
    }

    /// <summary>
    /// What was taken counts on under another limit or length: all of a slot as if it had been taken in its middle, so that nothing wanders where
    /// two limits take turns.
    /// </summary>
    public SlidingWindow With(int other, TimeSpan length, DateTimeOffset now)
    {
        Forget(now);
        var next = new SlidingWindow(other, length);
        next.Forget(now);
        for (long slot = _newest - Slots; slot <= _newest; slot++)
        {
            long at = Math.Min((slot * _slotTicks) + (_slotTicks / 2), now.UtcTicks) / next._slotTicks;
            if (at < next._newest - Slots)
                continue;
            next._taken[At(at)] += _taken[At(slot)];
            next._total += _taken[At(slot)];
        }

        return next;
    }

    public bool IsEmpty(DateTimeOffset now)
    {
        Forget(now);
        return _total == 0;
    }

    private void Forget(DateTimeOffset now)
    {
        // A clock that goes back changes nothing.
        long slot = now.UtcTicks / _slotTicks;
        if (slot - _newest > Slots)
        {
            Array.Clear(_taken);
            (_newest, _total) = (slot, 0);
        }

        while (_newest < slot)
        {
            ref int oldest = ref _taken[At(++_newest)];
            _total -= oldest;
            oldest = 0;
        }
    }

    private static int At(long slot) => (int)((slot % (Slots + 1) + Slots + 1) % (Slots + 1));
}
