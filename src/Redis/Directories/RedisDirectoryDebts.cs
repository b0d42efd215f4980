using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Directories;

/// <summary>What is owed to the directory, in Redis: in the slot of the shard, where the logs are.</summary>
public sealed class RedisDirectoryDebts(RedisGate redis, RedisKeys keys) : IDirectoryDebts
{
    private static readonly RedisScript OweScript = new("Directories.owe.lua");
    private static readonly RedisScript PayScript = new("Directories.pay.lua");

    public async ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) =>
        await redis.RunAsync(OweScript, KeysOf(writer.Shard), [writer.Term, writer.Room.Value, after, upTo]);

    public async ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) =>
        await redis.RunAsync(PayScript, KeysOf(writer.Shard), [writer.Term, writer.Room.Value, after, upTo]);

    public async ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation)
    {
        HashEntry[] all = await redis.CallAsync(database => database.HashGetAllAsync(keys.DebtsOf(shard)));
        return [.. all.Select(Decode).OrderBy(static debt => debt.Room.Value, StringComparer.Ordinal)];
    }

    private RedisKey[] KeysOf(ShardId shard) => [keys.FenceOf(shard), keys.DebtsOf(shard)];

    private static DirectoryDebt Decode(HashEntry entry)
    {
        string[] bounds = ((string)entry.Value!).Split(':');
        return new DirectoryDebt(
            new RoomId((string)entry.Name!), long.Parse(bounds[0], CultureInfo.InvariantCulture), long.Parse(bounds[1], CultureInfo.InvariantCulture));
    }
}
