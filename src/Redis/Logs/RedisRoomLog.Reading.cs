using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Redis.Logs;

public sealed partial class RedisRoomLog
{
    /// <summary>
    /// Bytes that one script gathers of single entries, more or less: each may lie in a block of 256 KiB, and Redis does nothing else
    /// meanwhile. What is left takes another.
    /// </summary>
    private const int EnoughBytes = 2 * 1024 * 1024;

    private static readonly RedisScript ReadScript = new("Logs.read.lua");
    private static readonly RedisScript ReadManyScript = new("Logs.read-many.lua");

    public async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        ShardId shard = ShardOf(room);
        var reply = (RedisResult[])(await redis.RunAsync(
            ReadScript,
            [
                keys.FenceOf(shard), keys.LogOf(shard, room), keys.AboutLogOf(shard, room), keys.PackedOf(shard, room),
                keys.RedactedOf(shard, room),
            ],
            [Exact(range.After), Exact(range.Before), range.Limit, range.NewestFirst ? 1 : 0]))!;
        if (reply.Length == 0)
            return LogPage.None;

        ImmutableArray<RoomEvent> events = EventsOf(room, (long)reply[4], (long)reply[5], reply.AsSpan(6));
        return new LogPage(
            new Epoch((string)reply[0]!), (long)reply[1], (long)reply[2],
            range.NewestFirst ? [.. events.Reverse()] : events,
            IsInDoubt: (int)reply[3] == 1);
    }

    public async ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seqs.Length, IRoomLog.MaxSeqs, nameof(seqs));
        ShardId shard = ShardOf(room);
        RedisKey[] names = [keys.LogOf(shard, room), keys.AboutLogOf(shard, room), keys.PackedOf(shard, room), keys.RedactedOf(shard, room)];
        long[] left = [.. seqs.Where(static seq => seq is > 0 and <= MaxExact).Distinct().Order()];
        var found = ImmutableArray.CreateBuilder<RoomEvent>();
        while (left.Length > 0)
        {
            var reply = (RedisResult[])(await redis.RunAsync(
                ReadManyScript, names, [epoch.Value, EnoughBytes, .. left.Select(static seq => (RedisValue)seq)]))!;
            if (reply.Length == 0)
                break;

            // An entry may hold others, too, that are trimmed.
            (int looked, long first) = ((int)reply[0], (long)reply[1]);
            var sought = SoughtEvents.At([.. left[..looked].Where(seq => seq >= first)]);
            Search(reply.AsSpan(2), sought);
            found.AddRange(sought.Found.OfType<RoomEvent>().Where(static e => e is not EntryUnreadable));
            left = left[looked..];
        }

        return found.DrainToImmutable();
    }

    private ImmutableArray<RoomEvent> EventsOf(RoomId room, long from, long to, ReadOnlySpan<RedisResult> stored)
    {
        if (to < from)
            return [];

        var sought = SoughtEvents.Between(from, to);
        Search(stored, sought);
        return [.. sought.Found.Select((e, i) => e ?? Unread(room, from + i))];
    }

    /// <param name="stored">Entries, blocks, and which of the sought have lost their content.</param>
    private static void Search(ReadOnlySpan<RedisResult> stored, SoughtEvents sought)
    {
        // The newest first: what somebody has added by hand within the seqs of an entry lies before it.
        var entries = (RedisResult[])stored[0]!;
        for (int i = entries.Length - 1; i >= 0; i--)
            LogEntry.Decode(entries[i], sought);
        foreach (RedisResult block in (RedisResult[])stored[1]!)
            LogBlock.Decode(block, sought);
        foreach (long seq in (long[])stored[2]!)
            sought.Redact(seq);
    }

    private EntryUnreadable Unread(RoomId room, long seq)
    {
        Unreadable++;
        if (_unreadable.IsFirst(room.Value))
            LogUnreadable(logger, room, seq);

        return new EntryUnreadable { Seq = seq, Timestamp = DateTimeOffset.UnixEpoch, By = default, Request = default };
    }
}
