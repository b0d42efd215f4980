using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Limits;

/// <summary>
/// Counts the connections of all nodes in Redis: one script to take a place, one for many that are given back, and while there are any one a
/// <see cref="_renew"/> that says that this node lives. Its <b>life</b> is what its places hang on; whose life has run out, by Redis' clock, holds
/// nothing, and whoever comes next frees what it held.
/// <para>
/// Which connections there are the node knows itself. A Redis that has lost its last moments, or has given this node up, is told all of them anew,
/// under a new life: what was left of the old one goes with it (<c>RedisConnectionCounts.Life.cs</c>).
/// </para>
/// </summary>
public sealed partial class RedisConnectionCounts : IConnectionCounts, IDisposable
{
    private const int MaxGivenBackAtOnce = 64;

    /// <summary>Places that Redis could not be told of yet, beyond which a new life is begun in place of telling them one by one.</summary>
    private const int MaxOwed = 4096;

    private static readonly RedisScript TakeScript = new("Limits.counts.lua", "Limits.take-place.lua");
    private static readonly RedisScript GiveBackScript = new("Limits.counts.lua", "Limits.give-back.lua");
    private static readonly RedisScript AnnounceScript = new("Limits.counts.lua", "Limits.announce.lua");
    private static readonly RedisScript RenewScript = new("Limits.counts.lua", "Limits.renew-life.lua");

    private readonly RedisGate _redis;
    private readonly RedisKey[] _keys;
    private readonly string _name;
    private readonly TimeSpan _lease;
    private readonly TimeSpan _renew;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<ConnectionId, ConnectionPlace> _places = [];
    private readonly Queue<ConnectionPlace> _owed = new();
    private Task _givingBack = Task.CompletedTask;

    /// <param name="name">Names this process among all that ever were.</param>
    /// <param name="lease">How long its places outlive a node that says nothing.</param>
    public RedisConnectionCounts(RedisGate redis, RedisKeys keys, string name, TimeSpan lease, TimeProvider clock)
    {
        (_redis, _name, _lease, _clock) = (redis, name, lease, clock);
        _renew = lease / 3;
        _keys = [keys.Lives, keys.PlaceHolders, keys.PlacesHeld, keys.UserPlaces, keys.AddressPlaces, keys.GuestPlaces];
    }

    public async ValueTask<PlaceOutcome> TakeAsync(ConnectionPlace place, ConnectionCaps caps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        while (true)
        {
            string life = await LifeAsync();
            int reply = await AskAsync(life, place, caps);
            if (reply > 0)
                return (PlaceOutcome)reply;
            if (reply == 0 && IsHeldIn(life, place))
                return PlaceOutcome.Taken;

            // Redis knows nothing of that life, or another was begun meanwhile, and without this place.
            EndLife(life);
        }
    }

    public void GiveBack(ConnectionPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_gate)
        {
            if (_places.Remove(place.Connection))
                OweUnderGate(place);
        }
    }

    /// <summary>Completes when what was given back so far is free, or Redis could not be told.</summary>
    internal Task SettleAsync()
    {
        lock (_gate)
            return _givingBack;
    }

    /// <summary>Renews no more. What is still held is free when the lease has run out.</summary>
    public void Dispose() => _stopped.Cancel();

    private async Task<int> AskAsync(string life, ConnectionPlace place, ConnectionCaps caps)
    {
        RedisValue[] values =
        [
            life, (long)_lease.TotalMilliseconds, .. ValuesOf(place), caps.PerUser, caps.PerAddress, caps.Guests,
        ];
        try
        {
            return (int)await _redis.RunAsync(TakeScript, _keys, values);
        }
        catch
        {
            // Whether it was taken is not known.
            lock (_gate)
                OweUnderGate(place);
            throw;
        }
    }

    private bool IsHeldIn(string life, ConnectionPlace place)
    {
        lock (_gate)
        {
            if (_life != life)
                return false;
            _places[place.Connection] = place;
            RenewUnderGate();
            return true;
        }
    }

    private void OweUnderGate(ConnectionPlace place)
    {
        if (_owed.Count >= MaxOwed)
        {
            // All at once: the next life begins without them.
            _owed.Clear();
            EndLifeUnderGate();
        }

        _owed.Enqueue(place);
        if (_givingBack.IsCompleted)
            _givingBack = GiveBackAsync();
    }

    // To the end of what is owed, or to the first failure: then the next renewal tries again.
    private async Task GiveBackAsync()
    {
        // Not under the gate.
        await Task.Yield();
        while (NextOwed() is { Count: > 0 } owed)
        {
            try
            {
                await _redis.RunAsync(
                    GiveBackScript, _keys, [.. owed.SelectMany(static one => new RedisValue[] { one.Session.Value, one.Connection.Value })]);
            }
            catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
            {
                lock (_gate)
                    owed.ForEach(_owed.Enqueue);
                return;
            }
        }
    }

    private List<ConnectionPlace> NextOwed()
    {
        lock (_gate)
        {
            var owed = new List<ConnectionPlace>();
            while (owed.Count < MaxGivenBackAtOnce && _owed.TryDequeue(out ConnectionPlace? one))
                owed.Add(one);
            return owed;
        }
    }

    private static RedisValue[] ValuesOf(ConnectionPlace place) =>
        [place.Session.Value, place.Connection.Value, place.IsGuest ? 1 : 0, place.User.Value, place.Address ?? "-"];
}
