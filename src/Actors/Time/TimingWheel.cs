using Microsoft.Extensions.Logging;

namespace Streaming.Actors.Time;

/// <summary>
/// Wakes any number of entries with one timer: the hashed timing wheel of Varghese and Lauck
/// ("Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 6). Heartbeats, expiries and time-outs of
/// thousands of connections and rooms share it, because almost all of them are moved or cancelled before
/// they are due, and that has to cost nothing.
/// <para>
/// An entry is never woken early, and at most one tick late. Entries of one tick are woken in the order in
/// which they were scheduled. When the clock jumps (the process was stopped and continued), everything that
/// came due meanwhile is woken once, in order. The timer runs only while something is scheduled.
/// </para>
/// </summary>
public sealed partial class TimingWheel : IDisposable
{
    /// <summary>Fine enough for heartbeats and lease renewals, coarse enough that ten wake-ups a second cost nothing.</summary>
    public static readonly TimeSpan DefaultTick = TimeSpan.FromMilliseconds(100);

    /// <summary>One turn at the default tick takes 51.2 s: pings, pongs and write time-outs are due within one.</summary>
    public const int DefaultSlots = 512;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger<TimingWheel> _logger;
    private readonly TimeSpan _tick;
    private readonly long _start;
    private readonly WheelList[] _slots;
    private readonly WheelList _due = new();
    private readonly List<WheelEntry> _gathered = [];
    private readonly ITimer _timer;

    private long _passed; // the last tick whose entries were gathered
    private long _order;
    private int _count;
    private bool _running; // the timer is armed, or its callback is at work and will see to it
    private bool _disposed;

    /// <param name="time">The clock; only its monotonic timestamp and its timers are used.</param>
    /// <param name="logger">Hears of entries that throw.</param>
    /// <param name="tick">The resolution; <see cref="DefaultTick"/> if null.</param>
    /// <param name="slots">Ticks in one turn. Entries due later than one turn are passed over once per turn.</param>
    public TimingWheel(
        TimeProvider time, ILogger<TimingWheel> logger, TimeSpan? tick = null, int slots = DefaultSlots)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(tick ?? DefaultTick, TimeSpan.FromMilliseconds(1), nameof(tick));
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _time = time;
        _logger = logger;
        _tick = tick ?? DefaultTick;
        _start = time.GetTimestamp();
        _slots = new WheelList[slots];
        for (var i = 0; i < slots; i++)
            _slots[i] = new WheelList();
        _timer = CreateTimer();
    }

    /// <summary>Entries that wait to be woken.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>
    /// Wakes <paramref name="entry"/> once when <paramref name="due"/> has passed; an entry that is already
    /// scheduled is moved. Does nothing once the wheel is disposed, so that what closes last need not care.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="due"/> is negative.</exception>
    public void Schedule(WheelEntry entry, TimeSpan due)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentOutOfRangeException.ThrowIfLessThan(due, TimeSpan.Zero);
        lock (_lock)
        {
            if (_disposed)
                return;
            Unlink(entry);
            var elapsed = _time.GetElapsedTime(_start);
            if (!_running)
                _passed = TicksIn(elapsed); // nothing waited, so nothing can have come due since
            entry.DueTick = Math.Max(TickAtOrAfter(elapsed, due), _passed + 1);
            entry.Order = _order++;
            SlotOf(entry.DueTick).Append(entry);
            _count++;
            if (!_running)
                Arm(elapsed);
        }
    }

    /// <summary>Takes an entry back. False if it was not scheduled, or is being woken right now.</summary>
    public bool Cancel(WheelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
            return Unlink(entry);
    }

    /// <summary>Nothing is woken any more, except an entry that is being woken right now.</summary>
    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _timer.Dispose();
    }

    // One-shot and armed again at the end of each turn: callbacks never overlap, however late they run.
    private void OnTick()
    {
        lock (_lock)
            GatherDue();
        while (TakeDue() is { } entry)
            Wake(entry);
        lock (_lock)
        {
            if (_count == 0 || _disposed)
                _running = false;
            else
                Arm(_time.GetElapsedTime(_start));
        }
    }

    // Due entries wait in a list of their own until it is their turn, where cancelling and moving still reach them.
    private void GatherDue()
    {
        var now = TicksIn(_time.GetElapsedTime(_start));
        var slots = Math.Min(now - _passed, _slots.Length);
        for (var tick = _passed + 1; tick <= _passed + slots; tick++)
        {
            for (var entry = SlotOf(tick).First; entry is not null; entry = entry.Next)
            {
                if (entry.DueTick <= now)
                    _gathered.Add(entry);
            }
        }
        _passed = Math.Max(_passed, now);
        _gathered.Sort(static (a, b) =>
            a.DueTick != b.DueTick ? a.DueTick.CompareTo(b.DueTick) : a.Order.CompareTo(b.Order));
        foreach (var entry in _gathered)
        {
            entry.List!.Remove(entry);
            _due.Append(entry);
        }
        _gathered.Clear();
    }

    private WheelEntry? TakeDue()
    {
        lock (_lock)
        {
            if (_disposed || _due.First is not { } entry)
                return null;
            Unlink(entry);
            return entry;
        }
    }

    private void Wake(WheelEntry entry)
    {
        try
        {
            entry.OnDue();
        }
        catch (Exception exception)
        {
            EntryThrew(_logger, entry.GetType(), exception);
        }
    }

    private bool Unlink(WheelEntry entry)
    {
        if (entry.List is not { } list)
            return false;
        list.Remove(entry);
        _count--;
        return true;
    }

    private void Arm(TimeSpan elapsed)
    {
        _running = true;
        var remaining = Math.Max(0, (_passed + 1) * _tick.Ticks - elapsed.Ticks);
        // Timers count whole milliseconds: rounded down, the callback would come early and find nothing.
        var milliseconds = (remaining + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private WheelList SlotOf(long tick) => _slots[tick % _slots.Length];

    private long TicksIn(TimeSpan elapsed) => elapsed.Ticks / _tick.Ticks;

    private long TickAtOrAfter(TimeSpan elapsed, TimeSpan due)
    {
        var at = due > TimeSpan.MaxValue - elapsed ? long.MaxValue : elapsed.Ticks + due.Ticks;
        return at / _tick.Ticks + (at % _tick.Ticks == 0 ? 0 : 1);
    }

    // The wheel outlives whatever happened to create it: that one's activity and logging scopes must not
    // follow every later wake-up around.
    private ITimer CreateTimer()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return _time.CreateTimer(
            static wheel => ((TimingWheel)wheel!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
