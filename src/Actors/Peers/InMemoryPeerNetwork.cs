using System.Collections.Concurrent;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Peers;

/// <summary>
/// The links of all nodes in this process. A node that is alone has one of its own: its messages to itself
/// take the way that messages to others take, without leaving the stack.
/// </summary>
public sealed class InMemoryPeerNetwork
{
    private readonly ConcurrentDictionary<NodeId, Action<NodeId, PeerMessage>> _receivers = new();

    public IPeerLink LinkOf(NodeId node) => new Link(this, node);

    /// <summary>Nothing reaches the node any more.</summary>
    public void Drop(NodeId node) => _receivers.TryRemove(node, out _);

    private sealed class Link(InMemoryPeerNetwork network, NodeId self) : IPeerLink
    {
        public NodeId Self => self;

        /// <summary>Never: nothing is lost on the way.</summary>
        public event Action Interrupted
        {
            add { }
            remove { }
        }

        public void Send(NodeId node, PeerMessage message)
        {
            if (network._receivers.TryGetValue(node, out Action<NodeId, PeerMessage>? receive))
                receive(self, message);
        }

        public void Receive(Action<NodeId, PeerMessage> receiver) => network._receivers[self] = receiver;
    }
}
