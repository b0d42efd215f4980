using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A link that only notes what was sent, and to whom.</summary>
public sealed class RecordingLink(NodeId self) : IPeerLink
{
    public List<(NodeId To, PeerMessage Message)> Sent { get; } = [];

    public NodeId Self => self;

    public event Action Interrupted
    {
        add { }
        remove { }
    }

    public IEnumerable<T> Messages<T>()
        where T : PeerMessage => Sent.Select(one => one.Message).OfType<T>();

    /// <summary>Called once, inside the turn that sends next: for what happens in the middle of a turn.</summary>
    public Action? OnNextSend { get; set; }

    public void Send(NodeId node, PeerMessage message)
    {
        Sent.Add((node, message));
        (Action? act, OnNextSend) = (OnNextSend, null);
        act?.Invoke();
    }

    public void Receive(Action<NodeId, PeerMessage> receiver)
    {
    }
}
