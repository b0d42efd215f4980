using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Directories;

/// <summary>Read markers in Redis: a hash a room, in the slot of its shard.</summary>
public sealed class RedisReadMarkers(RedisGate redis, RedisKeys keys, int shards) : IReadMarkers
{
    /// <summary>Of one script, which must not hold Redis up.</summary>
    private const int MaxAtOnce = 500;

    private static readonly RedisScript RaiseScript = new("Directories.raise-markers.lua");
    private static readonly RedisScript RemoveScript = new("Directories.remove-markers.lua");

    public async ValueTask RaiseAsync(RoomWriter writer, ImmutableArray<ReadMarker> markers, CancellationToken cancellation)
    {
        foreach (ReadMarker[] some in markers.Chunk(MaxAtOnce))
        {
            await redis.RunAsync(
                RaiseScript, KeysOf(writer), [writer.Term, .. some.SelectMany(static one => (RedisValue[])[one.User.Value, one.Seq])]);
        }
    }

    public async ValueTask<ImmutableArray<ReadMarker>> ReadAsync(RoomId room, ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        if (users.IsEmpty)
            return [];

        RedisKey key = keys.MarkersOf(ShardId.Of(room.Value, shards), room);
        RedisValue[] seqs = await redis.CallAsync(database => database.HashGetAsync(key, [.. users.Select(static user => (RedisValue)user.Value)]));
        return [.. users.Zip(seqs).Where(static one => !one.Second.IsNull).Select(static one => new ReadMarker(one.First, (long)one.Second))];
    }

    public async ValueTask RemoveAsync(RoomWriter writer, ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        foreach (UserId[] some in users.Chunk(MaxAtOnce))
            await redis.RunAsync(RemoveScript, KeysOf(writer), [writer.Term, .. some.Select(static user => (RedisValue)user.Value)]);
    }

    public async ValueTask RemoveAllAsync(RoomWriter writer, CancellationToken cancellation) =>
        await redis.RunAsync(RemoveScript, KeysOf(writer), [writer.Term]);

    private RedisKey[] KeysOf(RoomWriter writer) => [keys.FenceOf(writer.Shard), keys.MarkersOf(writer.Shard, writer.Room)];
}
