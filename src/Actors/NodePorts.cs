using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors;

/// <summary>All that a node takes from outside: the ports, and the sources of time, turns and randomness.</summary>
public sealed record NodePorts(
    NodeId Self,
    IShardDirectory Directory,
    IShardFence Fence,
    IPeerLink Link,
    IRoomLog Log,
    ISessionStore Sessions,
    IScheduler Scheduler,
    TimeProvider Clock,
    IEntropy Entropy)
{
    /// <summary>What is known of rooms beside their logs. Shared by nodes that share the log.</summary>
    public required RoomDirectory Rooms { get; init; }

    /// <summary>When users could be seen last. Shared by nodes that share the log.</summary>
    public required ILastSeen LastSeen { get; init; }

    /// <summary>Who hears what becomes of the rooms that this node owns.</summary>
    public ImmutableArray<IRoomObserver> Observers { get; init; } = [];

    /// <summary>Who is told of it over HTTP, and what is remembered of that; null: nobody.</summary>
    public WebhookPorts? Webhooks { get; init; }

    /// <summary>A cluster of one that needs nothing installed, and forgets everything when it ends.</summary>
    public static NodePorts InMemory(NodeId self, int shards, IScheduler scheduler, TimeProvider clock, IEntropy entropy)
    {
        var fence = new InMemoryShardFence(shards);
        return new NodePorts(
            self,
            new InMemoryShardDirectory(shards, clock),
            fence,
            new InMemoryPeerNetwork().LinkOf(self),
            new InMemoryRoomLog(fence),
            new InMemorySessionStore(clock),
            scheduler,
            clock,
            entropy)
        {
            Rooms = RoomDirectory.InMemory(fence, clock),
            LastSeen = new InMemoryLastSeen(),
        };
    }
}
