using Streaming.Actors.Time;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>Who a connection is, which may be exchanged while it lives, and its end when the credentials run out.</summary>
internal sealed class ConnectionCredentials(Principal principal, ConnectionServices services) : WheelEntry, IDisposable
{
    private readonly Lock _gate = new();
    private volatile Principal _principal = principal;
    private ILiveConnection? _connection;
    private bool _disposed;

    public Principal Principal => _principal;

    /// <summary>From now on the connection is closed when the credentials have run out.</summary>
    public void Watch(ILiveConnection connection)
    {
        lock (_gate)
        {
            _connection = connection;
            ScheduleUnderGate();
        }
    }

    /// <summary>The same user with other credentials; what they end at is the connection's end from now on.</summary>
    public void Exchange(Principal principal)
    {
        lock (_gate)
        {
            _principal = principal;
            ScheduleUnderGate();
        }
    }

    /// <returns>False: it has other credentials than <paramref name="before"/> by now, and keeps them.</returns>
    public bool TryExchange(Principal before, Principal next)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_principal, before))
                return false;
            Exchange(next);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            services.Wheel.Cancel(this);
        }
    }

    protected override void OnDue()
    {
        lock (_gate)
        {
            // Exchanged while this was on its way.
            if (_principal.ExpiresAt is not { } expiresAt || expiresAt > services.Time.GetUtcNow())
            {
                ScheduleUnderGate();
                return;
            }
        }

        _connection?.Close(CloseReason.Unauthorized);
    }

    private void ScheduleUnderGate()
    {
        services.Wheel.Cancel(this);
        if (_disposed || _connection is null || _principal.ExpiresAt is not { } expiresAt)
            return;
        var left = expiresAt - services.Time.GetUtcNow();
        services.Wheel.Schedule(this, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
