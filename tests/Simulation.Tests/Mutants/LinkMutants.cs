using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>A link on which some messages never arrive, or twice, and which hides that.</summary>
internal abstract class MutantLink(IPeerLink link) : IPeerLink
{
    public NodeId Self => link.Self;

    public event Action Interrupted
    {
        add => link.Interrupted += value;
        remove => link.Interrupted -= value;
    }

    public void Send(NodeId node, PeerMessage message)
    {
        if (Swallows(message))
            return;

        link.Send(node, message);
        if (Repeats(message))
            link.Send(node, message);
    }

    public void Receive(Action<NodeId, PeerMessage> receiver) => link.Receive(receiver);

    protected virtual bool Swallows(PeerMessage message) => false;

    protected virtual bool Repeats(PeerMessage message) => false;
}

/// <summary>From some event on listeners hear of no event and of no head: a tail lost for good.</summary>
internal sealed class LosesTails(IPeerLink link) : MutantLink(link)
{
    private const int Until = 20;

    protected override bool Swallows(PeerMessage message) => message switch
    {
        EventsCommitted committed => committed.Events[^1].Seq > Until,
        HeadAnnounced head => head.Head > Until,
        _ => false,
    };
}

/// <summary>Tells only the first owner of a room that it listens, and no later one.</summary>
internal sealed class AnnouncesOnce(IPeerLink link) : IPeerLink
{
    private readonly Dictionary<RoomId, NodeId> _told = [];

    public event Action Interrupted
    {
        add => link.Interrupted += value;
        remove => link.Interrupted -= value;
    }

    public NodeId Self => link.Self;

    public void Send(NodeId node, PeerMessage message)
    {
        if (message is StartListening start && !_told.TryAdd(start.Room, node) && _told[start.Room] != node)
            return;

        link.Send(node, message);
    }

    public void Receive(Action<NodeId, PeerMessage> receiver) => link.Receive(receiver);
}

/// <summary>Nobody hears that somebody stopped typing.</summary>
internal sealed class LosesStops(IPeerLink link) : MutantLink(link)
{
    protected override bool Swallows(PeerMessage message) =>
        message is EphemeralRaised { Event: TypingChanged { IsTyping: false } };
}

/// <summary>Presence changes get lost.</summary>
internal sealed class LosesPresence(IPeerLink link) : MutantLink(link)
{
    protected override bool Swallows(PeerMessage message) => message is EphemeralRaised { Event: PresenceChanged or PresenceReplaced };
}

/// <summary>What is said in a channel that keeps nothing does not reach other nodes.</summary>
internal sealed class LosesChannelMessages(IPeerLink link) : MutantLink(link)
{
    protected override bool Swallows(PeerMessage message) => message is EphemeralRaised { Event: ChannelMessage };
}

/// <summary>What is said in a channel that keeps nothing is carried twice.</summary>
internal sealed class RepeatsChannelMessages(IPeerLink link) : MutantLink(link)
{
    protected override bool Repeats(PeerMessage message) => message is EphemeralRaised { Event: ChannelMessage };
}

/// <summary>Of the many who are in a room, one is not counted.</summary>
internal sealed class Miscounts(IPeerLink link) : IPeerLink
{
    public event Action Interrupted
    {
        add => link.Interrupted += value;
        remove => link.Interrupted -= value;
    }

    public NodeId Self => link.Self;

    public void Send(NodeId node, PeerMessage message) => link.Send(
        node, message is EphemeralRaised { Event: PresenceCounted counted } raised ? raised with { Event = counted with { Count = counted.Count - 1 } } : message);

    public void Receive(Action<NodeId, PeerMessage> receiver) => link.Receive(receiver);
}
