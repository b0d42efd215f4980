using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Presence;

/// <summary>
/// The presence of the users whose shards this node owns: runs each user's <see cref="PresenceActor"/>, one change at a time, on
/// what the nodes report, and tells the rooms. It is soft state: with the shard it goes, and the next owner has it again from the
/// nodes' reports.
/// <para>
/// A room is told anew when its shard, or the user's, has another owner. What a room was told in a term that is over, and
/// not again, it forgets by itself (<see cref="PresenceTerms"/>).
/// </para>
/// </summary>
public sealed class PresenceHost : IShardTenant
{
    private readonly PresenceShard[] _shards;
    private readonly PacedQueue<(PresentUser User, RoomId Room)> _again;
    private readonly ShardChanges _changes;
    private readonly ShardKeeper _keeper;
    private readonly IPeerLink _link;
    private readonly PresenceContext _context;

    internal PresenceHost(ShardKeeper keeper, IPeerLink link, PresenceContext context)
    {
        (_keeper, _link, _context) = (keeper, link, context);
        _shards = [.. Enumerable.Range(0, keeper.Current.Owners.Length).Select(static _ => new PresenceShard())];
        _again = new PacedQueue<(PresentUser User, RoomId Room)>(context.Wheel, static one => TellAgain(one.User, one.Room));
        _changes = new ShardChanges(context.Wheel, OnChanged);
        keeper.Changed += _changes.Note;
    }

    /// <summary>A status that was not set here is the newest, for this node as for the others that know the user.</summary>
    internal event Action<PresenceHeard> HeardHere = static _ => { };

    /// <summary>What clients of this node, among others, are to be told of a user whom they watch.</summary>
    internal event Action<PresenceTold> ToldHere = static _ => { };

    /// <summary>Users whose presence this node has, and whom somebody watches.</summary>
    public int Watched => _shards.Sum(static shard => shard.WatchedCount);

    /// <summary>Users with somebody connected, or lingering, whose presence this node has.</summary>
    public int Count => _shards.Sum(static shard => shard.Present);

    /// <summary>Those, and the ones whose going is still remembered.</summary>
    internal int Remembered => _shards.Sum(static shard => shard.Remembered);

    /// <summary>Whether a report on the user can be taken here now.</summary>
    internal bool Serves(UserId user) => _keeper.ServesNow(_keeper.Current.ShardOf(user)) > 0;

    internal void OnReported(NodeId from, PresenceReported report)
    {
        // One that this node does not know to live: it would not notice its going. It says so again in a moment.
        if (!Lives(_keeper.Current, from, report.Incarnation))
            _keeper.LookAgain();
        else if (Take(from, report) is { } heard)
            _link.Send(from, heard);
    }

    /// <summary>That node's clients watch the user. What is not this node's to tell in that term the other says again, to whom it is.</summary>
    internal void OnWatched(NodeId from, PresenceWatched watched)
    {
        if (!Serves(watched.User))
            return;

        // One that this node does not know to live: it would not notice its going. It says so again in a moment.
        if (!_keeper.Current.HasMember(from))
        {
            _keeper.LookAgain();
            return;
        }

        PresenceShard shard = ShardOf(watched.User);
        lock (shard.Gate)
        {
            if (shard.Term == 0 || shard.Term != watched.Term)
                return;

            if (shard.FindWatched(watched.User) is not { } user)
                shard.Add(user = new WatchedUser(watched.User, shard, _context, Tell));
            user.Watch(from);
        }
    }

    /// <summary>None of that node's clients watches the user any more.</summary>
    internal void OnUnwatched(NodeId from, PresenceUnwatched unwatched)
    {
        PresenceShard shard = ShardOf(unwatched.User);
        lock (shard.Gate)
            shard.FindWatched(unwatched.User)?.Unwatch(from);
    }

    /// <summary>What is known here of the user; null when they are nowhere, or another node has their presence.</summary>
    internal UserPresence? Find(UserId user)
    {
        PresenceShard shard = ShardOf(user);
        lock (shard.Gate)
            return shard.Find(user) is { Actor: { IsGone: false } actor } ? new UserPresence(actor.Shown, actor.Rooms) : null;
    }

    /// <returns><see cref="NodeAnswer.Presence"/>, with nothing where the user is nowhere; <see cref="NodeAnswer.Busy"/> where that is not known: not all nodes can have reported, or it is another node's to say.</returns>
    internal NodeAnswer Set(NodeQuestion.SetPresence asked)
    {
        if (!Serves(asked.User))
            return NodeAnswer.Busy.Instance;

        PresenceShard shard = ShardOf(asked.User);
        List<RosterAnnouncer> told;
        ImmutableArray<(NodeId Node, PresenceHeard Heard)> nodes;
        UserPresence set;
        lock (shard.Gate)
        {
            if (shard.Term == 0)
                return NodeAnswer.Busy.Instance;
            if (shard.Find(asked.User) is not { Actor: { IsGone: false } actor } user)
                return _context.Clock.GetUtcNow() < shard.TakenAt + _context.Confirm ? NodeAnswer.Busy.Instance : new NodeAnswer.Presence(Found: null);

            told = user.Set(asked.Status, asked.Id);
            nodes = [.. NodesToHear(user)];
            set = new UserPresence(actor.Shown, actor.Rooms);
        }

        told.ForEach(static announcer => announcer.Start());
        Tell(nodes);
        return new NodeAnswer.Presence(set);
    }

    /// <returns>Null when this node does not have the user's presence in the report's term.</returns>
    internal PresenceHeard? Take(NodeId from, PresenceReported report)
    {
        if (!Serves(report.User))
            return null;

        PresenceShard shard = ShardOf(report.User);
        List<RosterAnnouncer> told;
        ImmutableArray<(NodeId Node, PresenceHeard Heard)> others = [];
        PresenceHeard heard;
        lock (shard.Gate)
        {
            if (shard.Term == 0 || shard.Term != report.Term)
                return null;

            if (shard.Find(report.User) is not { } user)
                shard.Add(user = new PresentUser(report.User, shard, _context));

            long stamp = user.Actor.StatusStamp;
            told = user.Take(from, report);
            heard = HeardOf(user, report.Version);

            // Else a node that has heard of an older one would bring that back when the presence moves.
            if (user.Actor.StatusStamp > stamp)
                others = [.. NodesToHear(user).Where(one => one.Node != from)];
        }

        told.ForEach(static announcer => announcer.Start());
        Tell(others);
        return heard;
    }

    void IShardTenant.Settle(ShardId shard, long term)
    {
        PresenceShard settled = _shards[shard.Value];
        lock (settled.Gate)
        {
            settled.Settle(term, _context.Clock.GetUtcNow());

            // In the new term every room has to hear it again.
            _again.Add(settled.Users.SelectMany(static user => user.Actor.Rooms.Select(room => (user, room))));
        }
    }

    /// <summary>No log has anything of it.</summary>
    Task IShardTenant.VerifyAsync(ShardId shard) => Task.CompletedTask;

    Task IShardTenant.VacateAsync(ShardId shard)
    {
        _shards[shard.Value].Vacate();
        return Task.CompletedTask;
    }

    /// <summary>Under the gate: what the nodes where the user is have to know of their status.</summary>
    private static IEnumerable<(NodeId Node, PresenceHeard Heard)> NodesToHear(PresentUser user) =>
        user.Actor.Heard.Select(part => (part.Node, HeardOf(user, part.Version)));

    /// <summary>Under the gate.</summary>
    private static PresenceHeard HeardOf(PresentUser user, long version) =>
        new(user.Id, user.Shard.Term, version, user.Actor.Status, user.Actor.StatusStamp);

    private PresenceShard ShardOf(UserId user) => _shards[_keeper.Current.ShardOf(user).Value];

    private void Tell(NodeId node, PresenceTold told)
    {
        if (node == _link.Self)
            ToldHere(told);
        else
            _link.Send(node, told);
    }

    private void Tell(ImmutableArray<(NodeId Node, PresenceHeard Heard)> nodes)
    {
        foreach ((NodeId node, PresenceHeard heard) in nodes)
        {
            if (node == _link.Self)
                HeardHere(heard);
            else
                _link.Send(node, heard);
        }
    }

    private static void TellAgain(PresentUser user, RoomId room)
    {
        List<RosterAnnouncer> told;
        lock (user.Shard.Gate)
            told = user.TellAgain(room);

        told.ForEach(static announcer => announcer.Start());
    }

    private static bool Lives(ShardMap map, NodeId node, string incarnation) =>
        map.Members.Any(member => member.Node == node && member.Incarnation == incarnation);

    /// <summary>Nodes have come or gone, or rooms have other owners, who know of nobody.</summary>
    private void OnChanged(IReadOnlySet<ShardId> moved)
    {
        ShardMap map = _keeper.Current;
        Func<NodeId, string, bool> lives = (node, incarnation) => Lives(map, node, incarnation);
        List<RosterAnnouncer> told = [];
        foreach (PresenceShard shard in _shards)
        {
            lock (shard.Gate)
            {
                foreach (PresentUser user in shard.Users)
                {
                    told.AddRange(user.LoseGone(lives));
                    if (moved.Count > 0)
                        _again.Add(user.Actor.Rooms.Where(room => moved.Contains(map.ShardOf(room))).Select(room => (user, room)));
                }

                foreach (WatchedUser watched in shard.Watched)
                    watched.LoseGone(map.HasMember);
            }
        }

        told.ForEach(static announcer => announcer.Start());
    }
}
