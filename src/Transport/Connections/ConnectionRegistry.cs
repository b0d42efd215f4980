using Streaming.Actors;
using Streaming.Actors.Limits;
using Streaming.Transport.Authentication;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Connections;

/// <summary>
/// The connections of this node, and how many there may be. A connection is admitted in three steps: (1) to the node, which has a bound
/// of its own; (2) to the cluster, for its user, its address and among guests, when its session is open: only then it is certain
/// whose it is, and whether it takes over the place of another; (3) to those who are told when the node drains.
/// </summary>
internal sealed class ConnectionRegistry(LiveSettings settings, IConnectionCounts counts) : IConnectionGauge
{
    private readonly Live<LimitOptions> _limits = settings.Derive(static options => options.Limits);
    private readonly Lock _lock = new();
    private readonly HashSet<ILiveConnection> _live = [];
    private TaskCompletionSource? _empty;
    private bool _draining;
    private int _admitted;

    /// <summary>Connections admitted and not yet let go.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _admitted;
        }
    }

    long IConnectionGauge.Live => Count;

    /// <summary>All connections that are live now.</summary>
    public IReadOnlyCollection<ILiveConnection> Live
    {
        get
        {
            lock (_lock)
                return [.. _live];
        }
    }

    /// <summary>A connection has its place, and is among those that are live. Handlers must not block.</summary>
    public event Action<ILiveConnection>? Admitted;

    /// <summary>The first step, also for the exempt: it protects the node. Null: there is no place for another connection here.</summary>
    public ConnectionLease? TryAdmit()
    {
        lock (_lock)
        {
            int limit = _limits.Value.MaxConnectionsPerNode;
            if (limit > 0 && _admitted >= limit)
                return null;
            _admitted++;
            return new ConnectionLease(this);
        }
    }

    /// <summary>All connections that are live now. Those that come later are refused: the node is draining.</summary>
    public IReadOnlyCollection<ILiveConnection> BeginDrain()
    {
        lock (_lock)
        {
            _draining = true;
            return [.. _live];
        }
    }

    /// <summary>Completes when the last connection has let go.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_admitted == 0)
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    internal async ValueTask<PlaceOutcome> TakePlaceAsync(ConnectionLease lease, ConnectionPlace place, Principal principal)
    {
        var caps = CapsOf(principal);
        if (caps == default)
            return PlaceOutcome.Taken;

        // Not given up when the client goes meanwhile: the lease has to know what it holds.
        var outcome = await StoreAwayException.GuardAsync(counts.TakeAsync(place, caps, CancellationToken.None));
        if (outcome == PlaceOutcome.Taken)
            lease.Place = place;
        return outcome;
    }

    internal Admission Bind(ConnectionLease lease, ILiveConnection connection)
    {
        var admission = TryBind(lease, connection);
        if (admission == Admission.Granted)
            Admitted?.Invoke(connection);
        return admission;
    }

    private Admission TryBind(ConnectionLease lease, ILiveConnection connection)
    {
        lock (_lock)
        {
            if (_draining)
                return Admission.Draining;
            lease.Connection = connection;
            _live.Add(connection);
            return Admission.Granted;
        }
    }

    internal void Release(ConnectionLease lease)
    {
        if (lease.Place is { } place)
            counts.GiveBack(place);

        TaskCompletionSource? empty = null;
        lock (_lock)
        {
            if (lease.Connection is { } connection)
                _live.Remove(connection);
            if (--_admitted == 0)
                (empty, _empty) = (_empty, null);
        }

        empty?.TrySetResult();
    }

    // Nothing at all is counted of the exempt, nor of anybody where no cap is set.
    private ConnectionCaps CapsOf(Principal principal)
    {
        if (principal.IsExemptFromLimits)
            return default;

        var limits = _limits.Value;
        return new ConnectionCaps(
            principal.Limits?.Connections ?? limits.MaxConnectionsPerUser,
            limits.MaxConnectionsPerIp,
            principal.Kind == PrincipalKind.Guest ? limits.MaxGuests : 0);
    }
}
