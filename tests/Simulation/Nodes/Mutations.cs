using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Nodes;

/// <summary>
/// Ways to break the server on purpose, by putting something between a node and its ports: tests prove with them
/// that the checker bites. A real run changes nothing.
/// </summary>
internal sealed record Mutations
{
    public Func<NodeOptions, NodeOptions> Options { get; init; } = static options => options;

    public Func<IRoomLog, IRoomLog> Log { get; init; } = static log => log;

    /// <summary>In the store itself; with the term that it accepts of a shard now.</summary>
    public Func<IRoomLog, Func<ShardId, long>, IRoomLog> StoredLog { get; init; } = static (log, _) => log;

    public Func<IShardDirectory, IShardDirectory> Directory { get; init; } = static directory => directory;

    public Func<IPeerLink, IPeerLink> Link { get; init; } = static link => link;

    public Func<ISessionStore, ISessionStore> Sessions { get; init; } = static sessions => sessions;

    public Func<RoomDirectory, RoomDirectory> Rooms { get; init; } = static rooms => rooms;

    public Func<IClientSink, IClientSink> Sink { get; init; } = static sink => sink;

    /// <summary>Reaches into a node that has been built.</summary>
    public Action<StreamingNode, SimulatedProcess> Node { get; init; } = static (_, _) => { };
}
