using System.Runtime.InteropServices;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Limits;

/// <summary>Counts the connections of all who share this object: one node, or the nodes of a simulation.</summary>
public sealed class InMemoryConnectionCounts : IConnectionCounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, ConnectionPlace> _holders = [];
    private readonly Dictionary<UserId, int> _perUser = [];
    private readonly Dictionary<string, int> _perAddress = [];
    private int _guests;

    /// <summary>Places, users and addresses that are counted now; none once the last connection has gone.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _holders.Count + _perUser.Count + _perAddress.Count + _guests;
        }
    }

    public ValueTask<PlaceOutcome> TakeAsync(ConnectionPlace place, ConnectionCaps caps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_gate)
        {
            _holders.TryGetValue(place.Session, out ConnectionPlace? before);
            PlaceOutcome outcome = FindRoom(place, before, caps);
            if (outcome != PlaceOutcome.Taken)
                return ValueTask.FromResult(outcome);

            if (before is not null)
                CountPlace(before, -1);
            CountPlace(place, 1);
            _holders[place.Session] = place;
            return ValueTask.FromResult(PlaceOutcome.Taken);
        }
    }

    public void GiveBack(ConnectionPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        lock (_gate)
        {
            if (!_holders.TryGetValue(place.Session, out ConnectionPlace? holder) || holder.Connection != place.Connection)
                return;

            _holders.Remove(place.Session);
            CountPlace(holder, -1);
        }
    }

    /// <param name="before">What the session gives up for it.</param>
    private PlaceOutcome FindRoom(ConnectionPlace place, ConnectionPlace? before, ConnectionCaps caps)
    {
        if (IsFull(_perUser.GetValueOrDefault(place.User), before?.User == place.User, caps.PerUser))
            return PlaceOutcome.UserIsFull;
        if (place.Address is { } address && IsFull(_perAddress.GetValueOrDefault(address), before?.Address == address, caps.PerAddress))
            return PlaceOutcome.AddressIsFull;
        return place.IsGuest && IsFull(_guests, before?.IsGuest is true, caps.Guests) ? PlaceOutcome.GuestsAreFull : PlaceOutcome.Taken;
    }

    private static bool IsFull(int count, bool isCounted, int cap) => cap > 0 && count - (isCounted ? 1 : 0) >= cap;

    private void CountPlace(ConnectionPlace place, int by)
    {
        Add(_perUser, place.User, by);
        if (place.Address is { } address)
            Add(_perAddress, address, by);
        if (place.IsGuest)
            _guests += by;
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int by)
        where TKey : notnull
    {
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count += by;
        if (count == 0)
            counts.Remove(key);
    }
}
