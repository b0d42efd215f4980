using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Peers;

/// <summary>
/// When ephemeral events of a room last failed to reach the listening node: because the link lost one, or because the
/// owner had not heard yet that the node listens. They are delivered at most once, so a view of presence or
/// typing may be wrong after such a loss, until it is asked for anew, and only then.
/// </summary>
internal sealed class LostSignals(SimulatedWorld world)
{
    private readonly Dictionary<RoomId, DateTimeOffset> _last = [];

    /// <summary>Rooms to which the node said last that it listens.</summary>
    private readonly HashSet<RoomId> _wanted = [];

    /// <summary>Rooms whose owner has heard that.</summary>
    private readonly HashSet<RoomId> _known = [];

    /// <summary>Whether one was lost at or after <paramref name="moment"/>.</summary>
    public bool AnySince(RoomId room, DateTimeOffset moment) =>
        IsDeaf(room) || (_last.TryGetValue(room, out DateTimeOffset last) && last >= moment);

    public void OnSent(PeerMessage message)
    {
        if (message is StartListening start)
            _wanted.Add(start.Room);
        else if (message is StopListening stop)
            _wanted.Remove(stop.Room);
    }

    public void OnLost(PeerMessage message)
    {
        if (message is EphemeralRaised raised)
            _last[raised.Room] = world.Now;
    }

    public void OnReceived(PeerMessage message)
    {
        if (message is StartListening start)
        {
            if (IsDeaf(start.Room))
                _last[start.Room] = world.Now;
            _known.Add(start.Room);
        }
        else if (message is StopListening stop)
        {
            _known.Remove(stop.Room);
        }
    }

    private bool IsDeaf(RoomId room) => _wanted.Contains(room) && !_known.Contains(room);
}
