using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Simulation.Clients;

namespace Streaming.Simulation.Nodes;

/// <summary>One life of the node, from its start to its death, and the sockets it holds.</summary>
internal sealed class SimulatedNode(StreamingNode actors, ShardView shards) : IDisposable
{
    private readonly List<SimulatedSocket> _sockets = [];

    public StreamingNode Actors => actors;

    public NodeId Id => actors.Self;

    public bool IsAlive { get; private set; } = true;

    /// <summary>Open ones; a socket leaves by itself when it has ended.</summary>
    public IReadOnlyList<SimulatedSocket> Sockets => _sockets;

    public void Hold(SimulatedSocket socket) => _sockets.Add(socket);

    public void LetGo(SimulatedSocket socket) => _sockets.Remove(socket);

    /// <summary>
    /// Ends without goodbye: the shards become free, the clients find out when their sockets do, and whatever the
    /// node still does, it does in an old term.
    /// </summary>
    public void Die()
    {
        IsAlive = false;
        shards.CutOff();
        foreach (SimulatedSocket socket in _sockets.ToArray())
            socket.LoseServer();
    }

    public void Dispose() => actors.Dispose();
}
