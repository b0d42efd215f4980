using Streaming.Actors.Ids;

namespace Streaming.Actors.Peers;

/// <summary>
/// Port: messages between nodes, to itself included. Best effort: what is sent may be lost, late or
/// doubled, but messages from one node to another keep their order when they arrive.
/// </summary>
public interface IPeerLink
{
    NodeId Self { get; }

    /// <summary>Hands a message over without waiting.</summary>
    void Send(NodeId node, PeerMessage message);

    /// <summary>
    /// Sets who receives; to be called once, before the first message can arrive. The receiver must only
    /// put messages where they are worked on, since it runs on the link's, or the sender's, own time.
    /// </summary>
    void Receive(Action<NodeId, PeerMessage> receiver);

    /// <summary>
    /// Raised when messages to this node may have been lost in number, and whoever waits for one should look for himself:
    /// the connection was gone and is back. Handlers must not block.
    /// </summary>
    event Action Interrupted;
}
