namespace Streaming.Redis.Peers;

/// <summary>
/// Whether a node hears what is published to it. It publishes numbers to itself, and one that comes back
/// proves the whole way: the connection that publishes, Redis, the subscription, and the connection that listens.
/// <para>
/// After a break only a number that was sent since then proves anything, so that whoever looks into a log when
/// delivery is <see cref="Heard">proven again</see> does so after the subscription is there, and misses nothing.
/// </para>
/// </summary>
internal sealed class DeliveryProbe(TimeProvider clock, TimeSpan quietAfter)
{
    private readonly Lock _gate = new();
    private ulong _last;
    private ulong _brokenAt;
    private long _since = clock.GetTimestamp();
    private bool _isDelivering;
    private bool _hasDelivered;

    public bool IsDelivering
    {
        get
        {
            lock (_gate)
                return _isDelivering;
        }
    }

    /// <summary>The number to send now.</summary>
    public ulong Next()
    {
        lock (_gate)
            return ++_last;
    }

    /// <summary>A number has come back.</summary>
    /// <returns>Whether delivery was broken until now; not at the first time.</returns>
    public bool Heard(ulong number)
    {
        lock (_gate)
        {
            if (number <= _brokenAt)
                return false;

            _since = clock.GetTimestamp();
            bool isBack = !_isDelivering && _hasDelivered;
            _isDelivering = true;
            _hasDelivered = true;
            return isBack;
        }
    }

    /// <summary>A connection was lost: what has been sent until now proves nothing.</summary>
    public void Break()
    {
        lock (_gate)
            BreakUnderGate();
    }

    /// <summary>Says that delivery is broken when nothing has come back for too long; again each time it is as long again.</summary>
    public bool FellQuiet()
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_since) < quietAfter)
                return false;

            BreakUnderGate();
            _since = clock.GetTimestamp();
            return true;
        }
    }

    private void BreakUnderGate()
    {
        _brokenAt = _last;
        _isDelivering = false;
    }
}
