using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Peers;

/// <summary>One life's end of the network.</summary>
internal sealed class SimulatedLink(NodeId self, string life, SimulatedProcess process, SimulatedNetwork network, LostSignals lost) : IPeerLink
{
    private readonly Dictionary<string, Queue<PeerMessage>> _arrived = [];
    private Action<NodeId, PeerMessage> _receive = static (_, _) => { };

    public event Action Interrupted = static () => { };

    public NodeId Self => self;

    public string Life => life;

    public bool IsDead => process.IsDead;

    /// <summary>Whether nothing reaches this node, nor leaves it.</summary>
    public bool IsCut { get; set; }

    public void Receive(Action<NodeId, PeerMessage> receiver) => _receive = receiver;

    public void Send(NodeId node, PeerMessage message)
    {
        lost.OnSent(life, message);
        network.Send(this, node, message);
    }

    /// <summary>The connection is back, and says so.</summary>
    public void Reconnect()
    {
        if (!IsCut)
            return;

        IsCut = false;
        Interrupt();
    }

    public void Interrupt() => process.Do(() => Interrupted());

    /// <summary>It is there; it is received when the process comes to it, after what arrived before from the same node.</summary>
    public void Arrive(NodeId from, string fromLife, PeerMessage message)
    {
        if (!_arrived.TryGetValue(fromLife, out Queue<PeerMessage>? arrived))
            _arrived[fromLife] = arrived = new Queue<PeerMessage>();

        arrived.Enqueue(message);
        process.Do(() => ReceiveNow(from, arrived.Dequeue(), fromLife));
    }

    public void ReceiveNow(NodeId from, PeerMessage message, string? fromLife = null)
    {
        lost.OnReceived(fromLife ?? life, message);
        _receive(from, message);
    }
}
