using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Which nodes listen to the rooms that this node owns, and one message to each of them, never one per
/// listener. Kept apart from the mailboxes, because nodes start to listen before a room is active.
/// </summary>
internal sealed class RoomBroadcaster(IPeerLink link, int shards)
{
    private readonly ConcurrentDictionary<RoomId, ImmutableArray<NodeId>>[] _listening =
        [.. Enumerable.Range(0, shards).Select(static _ => new ConcurrentDictionary<RoomId, ImmutableArray<NodeId>>())];

    public void Add(RoomId room, NodeId node) =>
        ListeningIn(room).AddOrUpdate(
            room,
            static (_, node) => [node],
            static (_, nodes, node) => nodes.Contains(node) ? nodes : nodes.Add(node),
            node);

    public void Remove(RoomId room, NodeId node) => Remove(ListeningIn(room), room, node);

    public ImmutableArray<NodeId> ListenersOf(ShardId shard, RoomId room) =>
        _listening[shard.Value].TryGetValue(room, out ImmutableArray<NodeId> nodes) ? nodes : [];

    /// <summary>The node has gone from the cluster.</summary>
    public void Remove(NodeId node)
    {
        foreach (ConcurrentDictionary<RoomId, ImmutableArray<NodeId>> listening in _listening)
        {
            foreach (RoomId room in listening.Where(one => one.Value.Contains(node)).Select(one => one.Key))
                Remove(listening, room, node);
        }
    }

    /// <summary>The shard has another owner, who is told by those who listen.</summary>
    public void Forget(ShardId shard) => _listening[shard.Value].Clear();

    /// <param name="shard">The room's: whoever sends knows it, and this is the way of every message.</param>
    public void Send(ShardId shard, RoomId room, PeerMessage message)
    {
        if (!_listening[shard.Value].TryGetValue(room, out ImmutableArray<NodeId> nodes))
            return;

        foreach (NodeId node in nodes)
            link.Send(node, message);
    }

    private ConcurrentDictionary<RoomId, ImmutableArray<NodeId>> ListeningIn(RoomId room) =>
        _listening[ShardId.Of(room.Value, shards).Value];

    private static void Remove(ConcurrentDictionary<RoomId, ImmutableArray<NodeId>> listening, RoomId room, NodeId node)
    {
        while (listening.TryGetValue(room, out ImmutableArray<NodeId> nodes))
        {
            ImmutableArray<NodeId> rest = nodes.Remove(node);
            bool swapped = rest.IsEmpty
                ? listening.TryRemove(KeyValuePair.Create(room, nodes))
                : listening.TryUpdate(room, rest, nodes);
            if (swapped)
                return;
        }
    }
}
