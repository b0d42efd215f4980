using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Which nodes listen to the rooms that this node owns, and one message to each of them, never one per
/// listener. Kept apart from the mailboxes, because nodes start to listen before a room is active.
/// </summary>
internal sealed class RoomBroadcaster(IPeerLink link)
{
    private readonly ConcurrentDictionary<RoomId, ImmutableArray<NodeId>> _listening = new();

    public void Add(RoomId room, NodeId node) =>
        _listening.AddOrUpdate(
            room,
            static (_, node) => [node],
            static (_, nodes, node) => nodes.Contains(node) ? nodes : nodes.Add(node),
            node);

    public void Remove(RoomId room, NodeId node)
    {
        while (_listening.TryGetValue(room, out ImmutableArray<NodeId> nodes))
        {
            ImmutableArray<NodeId> rest = nodes.Remove(node);
            bool swapped = rest.IsEmpty
                ? _listening.TryRemove(KeyValuePair.Create(room, nodes))
                : _listening.TryUpdate(room, rest, nodes);
            if (swapped)
                return;
        }
    }

    public void Send(RoomId room, PeerMessage message)
    {
        if (!_listening.TryGetValue(room, out ImmutableArray<NodeId> nodes))
            return;

        foreach (NodeId node in nodes)
            link.Send(node, message);
    }
}
