using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Peers;

/// <summary>
/// A node's link to itself, as unreliable as the contract allows: late, lost, doubled, but in order. Without
/// faults a message is received on the sender's stack, as over the link that a single node really has.
/// </summary>
internal sealed class SimulatedLink(NodeId self, FaultPlan faults, SimulatedWorld world, LostSignals lost) : IPeerLink
{
    /// <summary>No message takes longer; what waits behind it arrives with it.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly Queue<PeerMessage> _underWay = new();
    private Action<NodeId, PeerMessage> _receive = static (_, _) => { };

    public NodeId Self => self;

    public event Action Interrupted
    {
        add { }
        remove { }
    }

    public void Receive(Action<NodeId, PeerMessage> receiver) => _receive = receiver;

    public void Send(NodeId node, PeerMessage message)
    {
        if (node != self)
            return; // To a node that has taken this one's place, which does not listen to the dead.

        lost.OnSent(message);
        if (faults.Strikes(faults.Link.Lost))
        {
            world.Trace.Note($"link: lost {Name(message)}");
            lost.OnLost(message);
            return;
        }

        int copies = faults.Strikes(faults.Link.Doubled) ? 2 : 1;
        TimeSpan takes = faults.Strikes(faults.Link.Late) ? faults.Delay(Soonest, Latest) : TimeSpan.Zero;
        for (int copy = 0; copy < copies; copy++)
            Pass(message, takes);
    }

    private void Pass(PeerMessage message, TimeSpan takes)
    {
        if (takes == TimeSpan.Zero && _underWay.Count == 0)
        {
            Receive(message);
            return;
        }

        _underWay.Enqueue(message);
        _ = ArriveAsync(takes);
    }

    /// <summary>Whichever wait ends first, the oldest message arrives: late ones hold up those behind them.</summary>
    private async Task ArriveAsync(TimeSpan takes)
    {
        await world.Delay(takes + TimeSpan.FromTicks(1));
        Receive(_underWay.Dequeue());
    }

    private void Receive(PeerMessage message)
    {
        lost.OnReceived(message);
        _receive(self, message);
    }

    private static string Name(PeerMessage message) => message switch
    {
        EventsCommitted committed => $"{committed.Room} events {committed.Events[0].Seq}-{committed.Events[^1].Seq}",
        HeadAnnounced head => $"{head.Room} head {head.Head}",
        EphemeralRaised raised => $"{raised.Room} {raised.Event.GetType().Name}",
        StartListening start => $"{start.Room} start listening",
        StopListening stop => $"{stop.Room} stop listening",
        _ => message.GetType().Name,
    };
}
