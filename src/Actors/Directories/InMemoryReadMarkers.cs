using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Directories;

/// <summary>Read markers in this process's memory.</summary>
public sealed class InMemoryReadMarkers(InMemoryShardFence fence) : IReadMarkers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, Dictionary<UserId, long>> _rooms = [];

    public ValueTask RaiseAsync(RoomWriter writer, ImmutableArray<ReadMarker> markers, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!fence.Takes(writer.Shard, writer.Term))
                return ValueTask.CompletedTask;
            if (!_rooms.TryGetValue(writer.Room, out Dictionary<UserId, long>? its))
                _rooms[writer.Room] = its = [];
            foreach (ReadMarker marker in markers)
                its[marker.User] = Math.Max(its.GetValueOrDefault(marker.User), marker.Seq);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ImmutableArray<ReadMarker>> ReadAsync(RoomId room, ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<ImmutableArray<ReadMarker>>(_rooms.TryGetValue(room, out Dictionary<UserId, long>? its)
                ? [.. users.Where(its.ContainsKey).Select(user => new ReadMarker(user, its[user]))]
                : []);
        }
    }

    public ValueTask RemoveAsync(RoomWriter writer, ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!fence.Takes(writer.Shard, writer.Term) || !_rooms.TryGetValue(writer.Room, out Dictionary<UserId, long>? its))
                return ValueTask.CompletedTask;
            foreach (UserId user in users)
                its.Remove(user);
            if (its.Count == 0)
                _rooms.Remove(writer.Room);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAllAsync(RoomWriter writer, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (fence.Takes(writer.Shard, writer.Term))
                _rooms.Remove(writer.Room);
        }

        return ValueTask.CompletedTask;
    }
}
