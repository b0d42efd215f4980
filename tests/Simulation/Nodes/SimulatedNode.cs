using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Peers;
using Streaming.Simulation.Stores;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Nodes;

/// <summary>One life of a node, from its start to its death, and the sockets it holds.</summary>
/// <param name="name">Tells this life from others of the same id.</param>
internal sealed class SimulatedNode(string name, SimulatedProcess process, StoreLine line, SimulatedLink link, StreamingNode actors)
{
    private readonly List<SimulatedSocket> _sockets = [];

    public string Name => name;

    public SimulatedProcess Process => process;

    public StreamingNode Actors => actors;

    public NodeId Id => actors.Self;

    public StoreLine Line => line;

    public SimulatedLink Link => link;

    public bool IsAlive => !process.IsDead;

    /// <summary>On its way out: a load balancer sends nobody here any more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>When it was last seen to stand still.</summary>
    public DateTimeOffset LastPaused { get; private set; }

    /// <summary>Open ones; a socket leaves by itself when it has ended.</summary>
    public IReadOnlyList<SimulatedSocket> Sockets => _sockets;

    public void Hold(SimulatedSocket socket) => _sockets.Add(socket);

    public void LetGo(SimulatedSocket socket) => _sockets.Remove(socket);

    public void Continue(DateTimeOffset now)
    {
        if (process.IsPaused)
            LastPaused = now;
        process.Continue();
    }

    /// <summary>Cuts the node off from the store, and with it from the other nodes: both are reached through it.</summary>
    public void CutOff() => (line.IsCut, link.IsCut) = (true, true);

    public void Reconnect()
    {
        line.IsCut = false;
        link.Reconnect();
    }

    /// <summary>Ends without goodbye: the clients find out when their sockets do.</summary>
    public void Die()
    {
        process.Kill();
        foreach (SimulatedSocket socket in _sockets.ToArray())
            socket.LoseServer();
    }
}
