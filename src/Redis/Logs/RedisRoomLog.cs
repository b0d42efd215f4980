using System.Collections.Immutable;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;
using Streaming.Redis.Events;

namespace Streaming.Redis.Logs;

/// <summary>
/// The logs in Redis. A room has three keys in the slot of its shard: a stream with one entry an append, whose ids are
/// <c>seq-0</c> with the seq of its last event; a hash of what is known of it (epoch, bounds, doubt); and a hash with the newest snapshot. Some have
/// two more: a stream of blocks with the oldest entries, and a set of seqs without content. Every verb is one script, so
/// conditions and effect are one step; appends of several rooms may share one. Reading is in <c>RedisRoomLog.Reading.cs</c>, blocks are in
/// <c>RedisRoomLog.Packing.cs</c>.
/// <para>
/// An event that cannot be read, or is not there, does not stop the room: it is given as <see cref="EntryUnreadable"/>,
/// and said once a room in the log of the program.
/// </para>
/// </summary>
public sealed partial class RedisRoomLog(RedisGate redis, RedisKeys keys, int shards, RedisReplication replication, ILogger<RedisRoomLog> logger)
    : IRoomLog
{
    private static readonly RedisScript RenewScript = new("Logs.renew-epoch.lua");
    private static readonly RedisScript SnapshotScript = new("Logs.snapshot.lua");
    private static readonly RedisScript TrimScript = new("Logs.trim.lua");
    private static readonly RedisScript DeleteScript = new("Logs.delete.lua");
    private static readonly RedisScript OldestScript = new("Logs.oldest.lua");

    private const long MaxExact = 1L << 53;

    private readonly AppendGroups _appends = new(redis, keys, replication);
    private readonly SaidOnce _unreadable = new();

    /// <summary>Entries that could not be read, since the start.</summary>
    public long Unreadable { get; private set; }

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) => _appends.AppendAsync(append);

    public async ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation)
    {
        ShardId shard = ShardOf(room);

        // What is read from here on is decided on, so it must not be lost with a master any more.
        await replication.ConfirmAllAsync(keys.FenceOf(shard));
        RedisValue[] stored = await redis.CallAsync(database => database.HashGetAsync(keys.SnapshotOf(shard, room), ["epoch", "data"]));
        return stored[0].IsNull ? null : SnapshotCodec.Decode(room, new Epoch((string)stored[0]!), (byte[])stored[1]!);
    }

    public async ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        await redis.RunAsync(
            SnapshotScript,
            [keys.FenceOf(writer.Shard), keys.AboutLogOf(writer.Shard, writer.Room), keys.SnapshotOf(writer.Shard, writer.Room)],
            [writer.Term, snapshot.State.Epoch.Value, snapshot.State.Head, SnapshotCodec.Encode(snapshot)]);

    public async ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) =>
        await redis.RunAsync(
            TrimScript,
            [
                keys.FenceOf(writer.Shard), keys.LogOf(writer.Shard, writer.Room), keys.AboutLogOf(writer.Shard, writer.Room),
                keys.SnapshotOf(writer.Shard, writer.Room), keys.PackedOf(writer.Shard, writer.Room), keys.RedactedOf(writer.Shard, writer.Room),
            ],
            [writer.Term, Exact(firstSeq)]);

    public async ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        ResultOf(await replication.RunAsync(
            DeleteScript,
            [
                keys.FenceOf(writer.Shard), keys.LogOf(writer.Shard, writer.Room), keys.AboutLogOf(writer.Shard, writer.Room),
                keys.SnapshotOf(writer.Shard, writer.Room), keys.PackedOf(writer.Shard, writer.Room), keys.RedactedOf(writer.Shard, writer.Room),
                keys.AgesOf(writer.Shard),
            ],
            [writer.Term, epoch.Value, expectedSeq, writer.Room.Value],
            static reply => (int)reply == 0));

    public async ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation)
    {
        RedisValue[] rooms = await redis.CallAsync(database => database.SortedSetRangeByScoreAsync(
            keys.AgesOf(shard), stop: moment.ToUnixTimeMilliseconds(), exclude: Exclude.Stop, take: limit));
        return [.. rooms.Select(static room => new RoomId((string)room!))];
    }

    public async ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        await redis.RunAsync(
            OldestScript,
            [keys.FenceOf(writer.Shard), keys.LogOf(writer.Shard, writer.Room), keys.AgesOf(writer.Shard)],
            [writer.Term, writer.Room.Value, oldest.ToUnixTimeMilliseconds()]);

    public async ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        ResultOf(await redis.RunAsync(
            RenewScript,
            [keys.FenceOf(writer.Shard), keys.AboutLogOf(writer.Shard, writer.Room), keys.SnapshotOf(writer.Shard, writer.Room)],
            [writer.Term, epoch.Value, expectedSeq, successor.Value]));

    private ShardId ShardOf(RoomId room) => ShardId.Of(room.Value, shards);

    /// <summary>Lua counts in doubles: what a client names beyond 2^53 is as far away as that.</summary>
    private static long Exact(long seq) => Math.Clamp(seq, -MaxExact, MaxExact);

    internal static AppendResult ResultOf(RedisResult reply) => (int)reply switch
    {
        0 => AppendResult.Appended,
        1 => AppendResult.Conflict,
        2 => AppendResult.Fenced,
        var other => throw new InvalidOperationException($"The script answered {other}."),
    };

    [LoggerMessage(1, LogLevel.Warning, "Room {RoomId}: the entry at seq {Seq} of its log cannot be read or is missing; it is passed over. streamctl log verify tells more")]
    private static partial void LogUnreadable(ILogger logger, RoomId roomId, long seq);
}
