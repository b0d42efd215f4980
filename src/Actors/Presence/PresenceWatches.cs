using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// The users whom this node's clients watch, in a room with them or not. The owner of each one's presence is told once, however many watch, and tells of every
/// change; both sides keep what they know until they hear otherwise, and say it again where a message may have been lost.
/// </summary>
internal sealed class PresenceWatches
{
    /// <summary>Even if all else fails an owner that has lost a watch hears of it within this time. Costs two messages a user.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(30);

    /// <summary>For so long an answer waits for what is not known of some user: as long as for a node that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<UserId, LocalWatch> _users = new();
    private readonly PacedQueue<LocalWatch> _again;
    private readonly ShardKeeper _keeper;
    private readonly PresenceHost _host;
    private readonly IPeerLink _link;
    private readonly ILastSeen _lastSeen;

    public PresenceWatches(ShardKeeper keeper, PresenceHost host, IPeerLink link, ILastSeen lastSeen, TimingWheel wheel)
    {
        (_keeper, _host, _link, _lastSeen, Wheel) = (keeper, host, link, lastSeen, wheel);
        _again = new PacedQueue<LocalWatch>(wheel, static watch => watch.Ask());
        host.ToldHere += told => OnTold(link.Self, told);
        keeper.Changed += OnChanged;
        keeper.CameBack += TellAllAgain;
        link.Interrupted += TellAllAgain;
    }

    /// <summary>Users who are watched from here.</summary>
    public int Count => _users.Count;

    public TimingWheel Wheel { get; }

    /// <summary>The client is about to watch the user: what is known of them is kept for it until <see cref="LocalWatch.Stop"/>.</summary>
    public LocalWatch Begin(UserId user, IClientSink client)
    {
        while (true)
        {
            LocalWatch watch = _users.GetOrAdd(user, static (user, watches) => new LocalWatch(user, watches), this);

            // Else it was just forgotten; the next look finds or makes a new one.
            if (watch.TryBegin(client))
                return watch;
        }
    }

    /// <summary>How the users are. Waits a little for those of whom nothing is known yet.</summary>
    /// <returns>One for each, null where it is still not known.</returns>
    public async Task<ImmutableArray<SharedPresence?>> ReadAsync(ImmutableArray<LocalWatch> watches)
    {
        Task all = Task.WhenAll(watches.Select(static watch => watch.KnownAsync()));
        if (!all.IsCompleted)
        {
            var patience = new Pause();
            Wheel.Schedule(patience, Patience);
            await Task.WhenAny(all, patience.Over);
            Wheel.Cancel(patience);
        }

        return [.. watches.Select(static watch => watch.Newest)];
    }

    /// <summary>Adds when those were seen last who were offline before anybody watched: nobody had to tell it then.</summary>
    public async Task<ImmutableArray<ShownUser>> CompleteAsync(ImmutableArray<ShownUser> users)
    {
        ImmutableArray<UserId> unknown = [.. users.Where(LacksTime).Select(static user => user.User)];
        if (unknown.IsEmpty)
            return users;

        try
        {
            ImmutableArray<DateTimeOffset?> times = await _lastSeen.ReadAsync(unknown, CancellationToken.None);
            return [.. users.Select(user => LacksTime(user) ? user with { LastSeen = times[unknown.IndexOf(user.User)] } : user)];
        }
        catch (Exception)
        {
            // The store is away; how the users are is known all the same.
            return users;
        }
    }

    public void OnTold(NodeId from, PresenceTold told)
    {
        if (_users.TryGetValue(told.User, out LocalWatch? watch))
            watch.OnTold(told);
        else
            Say(from, new PresenceUnwatched(told.User));
    }

    /// <summary>That node may have missed what it was told of whom this one watches.</summary>
    public void TellAgain(NodeId owner) => TellAgain(watch => OwnerOf(watch.Id)?.Node == owner);

    public ShardOwner? OwnerOf(UserId user) => _keeper.Current.OwnerOf(user);

    public void Say(NodeId owner, PeerMessage message)
    {
        if (owner != _link.Self)
            _link.Send(owner, message);
        else if (message is PresenceWatched watched)
            _host.OnWatched(owner, watched);
        else if (message is PresenceUnwatched unwatched)
            _host.OnUnwatched(owner, unwatched);
    }

    /// <summary>Nobody here watches any more.</summary>
    public void Forget(LocalWatch watch)
    {
        Wheel.Cancel(watch);
        if (OwnerOf(watch.Id) is { } owner)
            Say(owner.Node, new PresenceUnwatched(watch.Id));
        _users.TryRemove(KeyValuePair.Create(watch.Id, watch));
    }

    private static bool LacksTime(ShownUser user) => user.Status.Availability == Availability.Offline && user.LastSeen is null;

    private void OnChanged(ShardMap before, ShardMap now)
    {
        if (before.Owners.SequenceEqual(now.Owners))
            return;

        TellAgain(watch => now.HasOtherOwner(watch.Id, before));
    }

    private void TellAllAgain() => TellAgain(static _ => true);

    private void TellAgain(Func<LocalWatch, bool> which)
    {
        LocalWatch[] watches = [.. _users.Values.Where(which).OrderBy(static watch => watch.Id.Value, StringComparer.Ordinal)];
        foreach (LocalWatch watch in watches)
            watch.Unheard();

        _again.Add(watches);
    }
}
