using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Peers;

/// <summary>
/// What nodes say to each other on its way, as unreliable as the contract of the port allows: late, lost, doubled, but in
/// order between any two. A message is addressed to an id, and reaches whoever goes by it when it arrives.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedWorld world, FaultPlan faults, LostSignals lost)
{
    /// <summary>No message takes longer; what waits behind it arrives with it.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<NodeId, SimulatedLink> _links = [];
    private readonly Dictionary<(string From, NodeId To), Queue<PeerMessage>> _underWay = [];

    public SimulatedLink LinkOf(NodeId self, string life, SimulatedProcess process) =>
        _links[self] = new SimulatedLink(self, life, process, this, lost);

    public void Send(SimulatedLink from, NodeId to, PeerMessage message)
    {
        bool isCut = to != from.Self && from.IsCut;
        if (isCut || faults.Strikes(faults.Link.Lost))
        {
            Lose(from, to, message);
            return;
        }

        int copies = faults.Strikes(faults.Link.Doubled) ? 2 : 1;
        TimeSpan takes = faults.Strikes(faults.Link.Late) ? faults.Delay(Soonest, Latest)
            : to == from.Self ? TimeSpan.Zero
            : faults.RoundTrip();
        for (int copy = 0; copy < copies; copy++)
            Pass(from, to, message, takes);
    }

    private void Pass(SimulatedLink from, NodeId to, PeerMessage message, TimeSpan takes)
    {
        if (!_underWay.TryGetValue((from.Life, to), out Queue<PeerMessage>? underWay))
            _underWay[(from.Life, to)] = underWay = new Queue<PeerMessage>();

        // To itself, and nothing before it: it takes no way at all, and may be received on the sender's stack.
        if (to == from.Self && takes == TimeSpan.Zero && underWay.Count == 0)
        {
            from.ReceiveNow(from.Self, message);
            return;
        }

        // Whichever wait ends first, the oldest message arrives: late ones hold up those behind them.
        underWay.Enqueue(message);
        world.After(takes + TimeSpan.FromTicks(1), () => Arrive(from, to, underWay.Dequeue()));
    }

    private void Arrive(SimulatedLink from, NodeId to, PeerMessage message)
    {
        if (_links.GetValueOrDefault(to) is { IsDead: false } link && (!link.IsCut || to == from.Self))
            link.Arrive(from.Self, from.Life, message);
        else
            Lose(from, to, message);
    }

    private void Lose(SimulatedLink from, NodeId to, PeerMessage message)
    {
        world.Trace.Note($"link: lost {from.Life} to {to}: {Name(message)}");
        lost.OnLost(message);
    }

    private static string Name(PeerMessage message) => message switch
    {
        EventsCommitted committed => $"{committed.Room} events {committed.Events[0].Seq}-{committed.Events[^1].Seq}",
        HeadAnnounced head => $"{head.Room} head {head.Head}",
        EphemeralRaised raised => $"{raised.Room} {raised.Event.GetType().Name}",
        StartListening start => $"{start.Room} start listening",
        StopListening stop => $"{stop.Room} stop listening",
        AskRoom ask => $"{ask.Room} {ask.Command.GetType().Name}",
        AnswerRoom answer => $"answer {answer.Reply.GetType().Name}",
        _ => message.GetType().Name,
    };
}
