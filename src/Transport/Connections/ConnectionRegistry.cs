using System.Net;
using Streaming.Actors.Ids;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Connections;

/// <summary>
/// The connections of this node, and how many there may be. A connection is admitted in two steps, because its user is
/// only known for certain when its session is open: (1) to the node and from its address, (2) for its user.
/// </summary>
internal sealed class ConnectionRegistry(LimitOptions limits) : IConnectionGauge
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly Dictionary<UserId, int> _perUser = [];
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

    /// <summary>Users and addresses that are counted now; nobody is once the last connection has gone.</summary>
    public int CountedKeys
    {
        get
        {
            lock (_lock)
                return _perUser.Count + _perAddress.Count;
        }
    }

    /// <summary>The first step. Null: there is no place for another connection to this node, or from this address.</summary>
    /// <param name="address">Null where there is none, as with a Unix socket; then it is not counted.</param>
    /// <param name="isExempt">The limits per user and address do not apply; that of the node does, which protects it.</param>
    public ConnectionLease? TryAdmit(IPAddress? address, bool isExempt)
    {
        var key = isExempt ? null : ClientAddress.KeyOf(address);
        lock (_lock)
        {
            if (IsFull(_admitted, limits.MaxConnectionsPerNode) || !TryCount(_perAddress, key, limits.MaxConnectionsPerIp))
                return null;
            _admitted++;
            return new ConnectionLease(this, key, isExempt);
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

    internal Admission Bind(ConnectionLease lease, UserId user, ILiveConnection connection)
    {
        lock (_lock)
        {
            if (_draining)
                return Admission.Draining;
            if (!lease.IsExempt && !TryCount(_perUser, user, limits.MaxConnectionsPerUser))
                return Admission.LimitReached;
            lease.User = lease.IsExempt ? null : user;
            lease.Connection = connection;
            _live.Add(connection);
            return Admission.Granted;
        }
    }

    /// <summary>Gives the user's place back ahead of the rest: the session goes on elsewhere.</summary>
    internal void Unbind(ConnectionLease lease)
    {
        lock (_lock)
        {
            if (lease.User is { } user)
                Uncount(_perUser, user);
            lease.User = null;
        }
    }

    internal void Release(ConnectionLease lease)
    {
        TaskCompletionSource? empty = null;
        Unbind(lease);
        lock (_lock)
        {
            if (lease.Address is { } address)
                Uncount(_perAddress, address);
            if (lease.Connection is { } connection)
                _live.Remove(connection);
            if (--_admitted == 0)
                (empty, _empty) = (_empty, null);
        }

        empty?.TrySetResult();
    }

    private static bool TryCount<TKey>(Dictionary<TKey, int> counts, TKey? key, int limit)
        where TKey : notnull
    {
        if (key is null)
            return true;
        int count = counts.GetValueOrDefault(key);
        if (IsFull(count, limit))
            return false;
        counts[key] = count + 1;
        return true;
    }

    private static void Uncount<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--counts[key] == 0)
            counts.Remove(key);
    }

    private static bool IsFull(int count, int limit) => limit > 0 && count >= limit;
}
