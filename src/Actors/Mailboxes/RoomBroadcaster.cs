using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Which nodes listen to the rooms that this node owns, and one message to each of them, never one per
/// listener. Kept apart from the mailboxes, because nodes start to listen before a room is active.
/// </summary>
/// <param name="patterns">Who listens to channels by a pattern.</param>
internal sealed class RoomBroadcaster(IPeerLink link, int shards, PatternAudience patterns)
{
    private readonly ConcurrentDictionary<RoomId, ImmutableArray<Listener>>[] _listening =
        [.. Enumerable.Range(0, shards).Select(static _ => new ConcurrentDictionary<RoomId, ImmutableArray<Listener>>())];

    /// <param name="term">The term of this node's that the listener knows of: the latest counts.</param>
    public void Add(RoomId room, NodeId node, long term) =>
        ListeningIn(room).AddOrUpdate(
            room,
            static (_, listener) => [listener],
            static (_, known, listener) => With(known, listener),
            new Listener(node, term));

    public void Remove(RoomId room, NodeId node) => Keep(ListeningIn(room), room, one => one.Node != node);

    public ImmutableArray<NodeId> ListenersOf(ShardId shard, RoomId room) =>
        _listening[shard.Value].TryGetValue(room, out ImmutableArray<Listener> listeners) ? [.. listeners.Select(static one => one.Node)] : [];

    /// <summary>The node has gone from the cluster.</summary>
    public void Remove(NodeId node)
    {
        foreach (ConcurrentDictionary<RoomId, ImmutableArray<Listener>> listening in _listening)
            Keep(listening, one => one.Node != node);
    }

    /// <summary>
    /// The shard has another owner, who is told by those who listen. Or it will be this node's again, in a term that some of them have
    /// heard of before this node: what they said for that one stays.
    /// </summary>
    public void Forget(ShardId shard, long term) => Keep(_listening[shard.Value], one => one.Term > term);

    /// <param name="shard">The room's: whoever sends knows it, and this is the way of every message.</param>
    public void Send(ShardId shard, RoomId room, PeerMessage message)
    {
        bool isHeard = _listening[shard.Value].TryGetValue(room, out ImmutableArray<Listener> listeners);
        if (isHeard)
        {
            foreach (Listener listener in listeners)
                link.Send(listener.Node, message);
        }

        foreach (NodeId node in patterns.NodesFor(room))
        {
            if (!isHeard || !listeners.Any(listener => listener.Node == node))
                link.Send(node, message);
        }
    }

    private ConcurrentDictionary<RoomId, ImmutableArray<Listener>> ListeningIn(RoomId room) =>
        _listening[ShardId.Of(room.Value, shards).Value];

    private static ImmutableArray<Listener> With(ImmutableArray<Listener> known, Listener listener)
    {
        foreach (Listener one in known)
        {
            if (one.Node == listener.Node)
                return one.Term >= listener.Term ? known : known.Replace(one, listener);
        }

        return known.Add(listener);
    }

    private static void Keep(ConcurrentDictionary<RoomId, ImmutableArray<Listener>> listening, Predicate<Listener> which)
    {
        foreach (RoomId room in listening.Where(one => one.Value.Any(listener => !which(listener))).Select(static one => one.Key))
            Keep(listening, room, which);
    }

    private static void Keep(ConcurrentDictionary<RoomId, ImmutableArray<Listener>> listening, RoomId room, Predicate<Listener> which)
    {
        while (listening.TryGetValue(room, out ImmutableArray<Listener> known))
        {
            ImmutableArray<Listener> rest = known.RemoveAll(one => !which(one));
            bool swapped = rest.IsEmpty
                ? listening.TryRemove(KeyValuePair.Create(room, known))
                : listening.TryUpdate(room, rest, known);
            if (swapped)
                return;
        }
    }

    /// <param name="Term">For which it said so, of this node's.</param>
    private readonly record struct Listener(NodeId Node, long Term);
}
