using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Shards;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Peers;

/// <summary>
/// When ephemeral events of a room last failed to reach a listening node: because a link lost one, because the owner
/// changed, or because it had not heard yet that the node listens. They are delivered at most once, so a view of presence
/// or typing may be wrong after such a loss, until it is asked for anew, and only then.
/// </summary>
internal sealed class LostSignals(SimulatedWorld world, int shards)
{
    private readonly Dictionary<RoomId, DateTimeOffset> _last = [];
    private readonly Dictionary<ShardId, DateTimeOffset> _moved = [];

    /// <summary>Rooms to which a life said last that it listens.</summary>
    private readonly HashSet<(string Life, RoomId Room)> _wanted = [];

    /// <summary>Rooms of which an owner has heard that.</summary>
    private readonly HashSet<(string Life, RoomId Room)> _known = [];

    /// <summary>Whether one was lost at or after <paramref name="moment"/>.</summary>
    public bool AnySince(RoomId room, DateTimeOffset moment) =>
        _wanted.Any(one => one.Room == room && !_known.Contains(one))
        || (_last.TryGetValue(room, out DateTimeOffset last) && last >= moment)
        || (_moved.TryGetValue(ShardId.Of(room.Value, shards), out DateTimeOffset moved) && moved >= moment);

    public void OnMoved(ShardId shard)
    {
        _moved[shard] = world.Now;
        _known.RemoveWhere(one => ShardId.Of(one.Room.Value, shards) == shard);
    }

    /// <summary>Owners let go of nodes that were silent for a lease, until those say again that they listen.</summary>
    public void OnSeen(DirectoryView view) =>
        _known.RemoveWhere(one => !view.Members.Any(member => one.Life.StartsWith($"{member.Node}/", StringComparison.Ordinal)));

    /// <summary>That life is over, and wants to hear nothing any more.</summary>
    public void OnDied(string life)
    {
        _wanted.RemoveWhere(one => one.Life == life);
        _known.RemoveWhere(one => one.Life == life);
    }

    public void OnSent(string life, PeerMessage message)
    {
        if (message is StartListening start)
            _wanted.Add((life, start.Room));
        else if (message is StopListening stop)
            _wanted.Remove((life, stop.Room));
    }

    public void OnLost(PeerMessage message)
    {
        if (message is EphemeralRaised raised)
            _last[raised.Room] = world.Now;
    }

    public void OnReceived(string from, PeerMessage message)
    {
        if (message is StartListening start)
        {
            if (_known.Add((from, start.Room)))
                _last[start.Room] = world.Now;
        }
        else if (message is StopListening stop)
        {
            _known.Remove((from, stop.Room));
        }
    }
}
