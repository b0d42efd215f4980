using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Tests.Features;

/// <summary>What the observers of all nodes were told, each event as "node seq": hooks are called by one of them.</summary>
internal sealed class RoomNewsHeard(NodeId node, List<string> all) : IRoomObserver
{
    public void OnCommitted(RoomWriter owner, Epoch epoch, ImmutableArray<RoomEvent> events) =>
        all.AddRange(events.Select(e => $"{node} {owner.Room} {e.Seq}"));
}
