using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Loses what it is told to.</summary>
internal sealed class LossyLink(IPeerLink inner, Func<PeerMessage, bool> loses) : IPeerLink
{
    public event Action Interrupted
    {
        add => inner.Interrupted += value;
        remove => inner.Interrupted -= value;
    }

    public NodeId Self => inner.Self;

    public void Send(NodeId node, PeerMessage message)
    {
        if (!loses(message))
            inner.Send(node, message);
    }

    public void Receive(Action<NodeId, PeerMessage> receiver) => inner.Receive(receiver);
}
