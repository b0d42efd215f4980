using System.Collections.Immutable;
using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;

namespace Streaming.Actors.Sessions;

/// <summary>The users whom a session watches, in a room with them or not. Changed one at a time, as rooms are.</summary>
public sealed partial class ClientSession
{
    // Guarded by the gate.
    private CompactMap<UserId, LocalWatch> _watches;

    /// <summary>Users that a resume has to bring back.</summary>
    private ImmutableArray<UserId> _earlierWatches;

    /// <summary>Users that this connection watches now.</summary>
    public int WatchCount
    {
        get
        {
            lock (_gate)
                return _watches.Count;
        }
    }

    /// <summary>
    /// Watches these users as well. Changes are told when the caller has put the answer into the outbox and calls <see cref="WatchOutcome.StartDelivery"/>. Who is watched
    /// already is told again how they are.
    /// </summary>
    public async ValueTask<WatchOutcome> WatchAsync(ImmutableArray<UserId> users)
    {
        // No activity: a client that comes back watches by itself again.
        if (Begin(users) is not { } watches)
            return WatchOutcome.Refused;

        ImmutableArray<SharedPresence?> known = await _context.Watches.ReadAsync(watches);
        ImmutableArray<ShownUser> shown = await _context.Watches.CompleteAsync([.. known.OfType<SharedPresence>().Select(static one => one.User)]);
        await RenewInTimeAsync();
        return new WatchOutcome(shown) { Starting = isAnswered => Start(watches, isAnswered ? known : NothingOf(watches)) };
    }

    /// <summary>Does nothing where they are not watched.</summary>
    public async ValueTask UnwatchAsync(ImmutableArray<UserId> users)
    {
        List<LocalWatch> ended = [];
        lock (_gate)
        {
            _earlierWatches = _earlierWatches.RemoveRange(users);
            foreach (UserId user in users)
            {
                if (!_closed && _watches.Remove(user, out LocalWatch? watch))
                    ended.Add(watch);
            }
        }

        ended.ForEach(watch => watch.Stop(_sink));
        await RenewInTimeAsync();
    }

    /// <summary>Watches again whom the earlier connection watched.</summary>
    /// <returns>What is to be called when the answer stands in the outbox: how each of them is follows, since changes may have been missed.</returns>
    public Action ResumeWatches()
    {
        ImmutableArray<UserId> earlier;
        lock (_gate)
            (earlier, _earlierWatches) = (_earlierWatches, []);

        // This connection may watch others already, or a node allow fewer: as many as there is place for.
        return Begin(earlier, asManyAsFit: true) is { IsEmpty: false } watches ? () => Start(watches, NothingOf(watches)) : static () => { };
    }

    private static ImmutableArray<SharedPresence?> NothingOf(ImmutableArray<LocalWatch> watches) => [.. watches.Select(static _ => (SharedPresence?)null)];

    /// <returns>Null when these would be too many.</returns>
    private ImmutableArray<LocalWatch>? Begin(ImmutableArray<UserId> users, bool asManyAsFit = false)
    {
        lock (_gate)
        {
            if (_closed)
                return [];
            ImmutableArray<UserId> fresh = [.. users.Where(user => !_watches.ContainsKey(user)).Distinct()];
            int places = Math.Max(0, _context.Options.MaxWatches - _watches.Count);
            if (fresh.Length > places && !asManyAsFit)
                return null;

            ImmutableArray<LocalWatch> watches = [.. users.Except(fresh.Skip(places)).Select(user => _context.Watches.Begin(user, _sink))];
            foreach (LocalWatch watch in watches)
                _watches.Set(watch.Id, watch);
            return watches;
        }
    }

    private void Start(ImmutableArray<LocalWatch> watches, ImmutableArray<SharedPresence?> answered)
    {
        // Those of a connection that has ended since are stopped, and start no more.
        foreach ((LocalWatch watch, SharedPresence? told) in watches.Zip(answered))
            watch.Start(_sink, told);
    }

    /// <summary>Those that this connection watches before those that it has not brought back: together no more than one may have.</summary>
    private ImmutableArray<UserId> WatchedUnderGate() =>
        [.. _watches.Keys.Union(_earlierWatches).Take(_context.Options.MaxWatches).OrderBy(static user => user.Value, StringComparer.Ordinal)];

    /// <summary>To be called once, after the session has closed.</summary>
    private void EndWatches()
    {
        CompactMap<UserId, LocalWatch> watches;
        lock (_gate)
            (watches, _watches) = (_watches, default);

        foreach ((_, LocalWatch watch) in watches.Pairs.OrderBy(static one => one.Key.Value, StringComparer.Ordinal))
            watch.Stop(_sink);
    }
}
