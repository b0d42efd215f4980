using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Nodes;

/// <summary>
/// Ways to break the server on purpose, by putting something between a node and its ports: tests prove with them
/// that the checker bites. A real run changes nothing.
/// </summary>
internal sealed record Mutations
{
    public Func<IRoomLog, IRoomLog> Log { get; init; } = static log => log;

    public Func<IPeerLink, IPeerLink> Link { get; init; } = static link => link;

    public Func<ISessionStore, ISessionStore> Sessions { get; init; } = static sessions => sessions;

    public Func<IClientSink, IClientSink> Sink { get; init; } = static sink => sink;
}
