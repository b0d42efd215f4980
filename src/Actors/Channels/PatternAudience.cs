using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;

namespace Streaming.Actors.Channels;

/// <summary>
/// Which nodes have clients that listen to all channels of a pattern. They say so to every node, because any of them may own such a channel, and
/// the owner adds them to whoever listens to the channel itself. Soft: what is not said again for some time is forgotten, so a lost word
/// heals by itself, and a node's former life leaves nothing behind.
/// </summary>
internal sealed class PatternAudience(TimeProvider clock)
{
    /// <summary>Three times as long as it takes a node to say it again.</summary>
    private static readonly TimeSpan Lifetime = 3 * Wildcards.RenewalInterval + TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly PatternIndex<Listener> _listeners = new();
    private volatile bool _isEmpty = true;

    public void Hear(NodeId node, IEnumerable<string> starts)
    {
        long until = clock.TimestampAfter(clock.GetTimestamp(), Lifetime);
        lock (_gate)
        {
            foreach (string start in starts)
            {
                _listeners.Remove(start, one => one.Node == node || one.Until < clock.GetTimestamp());
                _listeners.Add(start, new Listener(node, until));
            }

            _isEmpty = _listeners.Count == 0;
        }
    }

    /// <summary>The node has no such client any more.</summary>
    public void Forget(NodeId node, string start)
    {
        lock (_gate)
        {
            _listeners.Remove(start, one => one.Node == node);
            _isEmpty = _listeners.Count == 0;
        }
    }

    /// <summary>The node has gone from the cluster.</summary>
    public void Forget(NodeId node)
    {
        lock (_gate)
        {
            foreach (string start in _listeners.Starts.ToArray())
                _listeners.Remove(start, one => one.Node == node);
            _isEmpty = _listeners.Count == 0;
        }
    }

    /// <summary>The nodes to send to besides those that listen to the channel itself; each once. None for what is no channel.</summary>
    public ImmutableArray<NodeId> NodesFor(RoomId room)
    {
        // The way of every message, and most clusters have no wildcards.
        if (_isEmpty || ChannelId.Of(room) is not { } channel)
            return [];

        List<Listener> found = [];
        lock (_gate)
            _listeners.Find(channel.Value, found);

        long now = clock.GetTimestamp();
        return [.. found.Where(one => one.Until >= now).Select(static one => one.Node).Distinct()];
    }

    /// <param name="Until">By the clock's timestamp.</param>
    private readonly record struct Listener(NodeId Node, long Until);
}
