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
/// <c>seq-0</c> with the seq of its last event; a hash of what is known of it (epoch, bounds, doubt); and a hash with the newest snapshot. Every verb is one script, so
/// conditions and effect are one step; appends of several rooms may share one.
/// <para>
/// An event that cannot be read, or is not there, does not stop the room: it is given as <see cref="EntryUnreadable"/>,
/// and said once a room in the log of the program.
/// </para>
/// </summary>
public sealed partial class RedisRoomLog(RedisGate redis, RedisKeys keys, int shards, RedisReplication replication, ILogger<RedisRoomLog> logger)
    : IRoomLog
{
    private static readonly RedisScript ReadScript = new("Logs.read.lua");
    private static readonly RedisScript RenewScript = new("Logs.renew-epoch.lua");
    private static readonly RedisScript SnapshotScript = new("Logs.snapshot.lua");
    private static readonly RedisScript TrimScript = new("Logs.trim.lua");

    private readonly AppendGroups _appends = new(redis, keys, replication);
    private readonly SaidOnce _unreadable = new();

    /// <summary>Entries that could not be read, since the start.</summary>
    public long Unreadable { get; private set; }

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) => _appends.AppendAsync(append);

    public async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        ShardId shard = ShardOf(room);
        var reply = (RedisResult[])(await redis.RunAsync(
            ReadScript,
            [keys.FenceOf(shard), keys.LogOf(shard, room), keys.AboutLogOf(shard, room)],
            [Exact(range.After), Exact(range.Before), range.Limit, range.NewestFirst ? 1 : 0]))!;
        if (reply.Length == 0)
            return LogPage.None;

        ImmutableArray<RoomEvent> events = EventsOf(room, (long)reply[4], (long)reply[5], (RedisResult[])reply[6]!);
        return new LogPage(
            new Epoch((string)reply[0]!), (long)reply[1], (long)reply[2],
            range.NewestFirst ? [.. events.Reverse()] : events,
            IsInDoubt: (int)reply[3] == 1);
    }

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
                keys.SnapshotOf(writer.Shard, writer.Room),
            ],
            [writer.Term, Exact(firstSeq)]);

    public async ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        ResultOf(await redis.RunAsync(
            RenewScript,
            [keys.FenceOf(writer.Shard), keys.AboutLogOf(writer.Shard, writer.Room), keys.SnapshotOf(writer.Shard, writer.Room)],
            [writer.Term, epoch.Value, expectedSeq, successor.Value]));

    private ShardId ShardOf(RoomId room) => ShardId.Of(room.Value, shards);

    /// <summary>Lua counts in doubles: what a client names beyond 2^53 is as far away as that.</summary>
    private static long Exact(long seq) => Math.Clamp(seq, -(1L << 53), 1L << 53);

    internal static AppendResult ResultOf(RedisResult reply) => (int)reply switch
    {
        0 => AppendResult.Appended,
        1 => AppendResult.Conflict,
        2 => AppendResult.Fenced,
        var other => throw new InvalidOperationException($"The script answered {other}."),
    };

    private ImmutableArray<RoomEvent> EventsOf(RoomId room, long from, long to, RedisResult[] entries)
    {
        if (to < from)
            return [];

        // The newest first: what somebody has added by hand within the seqs of an entry lies before it.
        var events = new RoomEvent?[to - from + 1];
        for (int i = entries.Length - 1; i >= 0; i--)
            LogEntry.Decode(entries[i], from, events);

        return [.. events.Select((e, i) => e ?? Unread(room, from + i))];
    }

    private EntryUnreadable Unread(RoomId room, long seq)
    {
        Unreadable++;
        if (_unreadable.IsFirst(room.Value))
            LogUnreadable(logger, room, seq);

        return new EntryUnreadable { Seq = seq, Timestamp = DateTimeOffset.UnixEpoch, By = default, Request = default };
    }

    [LoggerMessage(1, LogLevel.Warning, "Room {RoomId}: the entry at seq {Seq} of its log cannot be read or is missing; it is passed over. streamctl log verify tells more")]
    private static partial void LogUnreadable(ILogger logger, RoomId roomId, long seq);
}
