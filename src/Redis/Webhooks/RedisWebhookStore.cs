using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Actors.Webhooks;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Webhooks;

/// <summary>
/// What is remembered of webhooks, in Redis: for each shard a hash of the rooms with something to deliver and for each of these a hash of
/// offsets, in the slot of the shard; for each webhook since when it is there, and a stream of dead letters.
/// </summary>
public sealed class RedisWebhookStore(RedisGate redis, RedisKeys keys) : IWebhookStore
{
    private static readonly RedisScript RegisterScript = new("Webhooks.register.lua");
    private static readonly RedisScript SaveScript = new("Webhooks.save.lua");

    public async ValueTask<DateTimeOffset> RegisterAsync(string webhook, DateTimeOffset now, CancellationToken cancellation) =>
        MomentOf((string)(await redis.RunAsync(RegisterScript, [keys.WebhookOf(webhook)], [TextOf(now)]))!);

    public async ValueTask<WebhookOffset?> BeginAsync(ShardId shard, RoomId room, string webhook, CancellationToken cancellation)
    {
        RedisValue known = await redis.CallAsync(async database =>
        {
            Task<bool> noted = database.HashSetAsync(keys.WebhookRoomsOf(shard), room.Value, "1");
            Task<RedisValue> offset = database.HashGetAsync(keys.WebhookOffsetsOf(shard, room), webhook);
            await noted;
            return await offset;
        });
        if (known.IsNull)
            return null;

        string[] parts = ((string)known!).Split(' ');
        return new WebhookOffset(new Epoch(parts[0]), long.Parse(parts[1], CultureInfo.InvariantCulture), MomentOf(parts[2]));
    }

    public async ValueTask EndAsync(ShardId shard, RoomId room, bool andForget, CancellationToken cancellation)
    {
        await redis.CallAsync(database => database.HashDeleteAsync(keys.WebhookRoomsOf(shard), room.Value));
        if (andForget)
            await redis.CallAsync(database => database.KeyDeleteAsync(keys.WebhookOffsetsOf(shard, room)));
    }

    public async ValueTask<ImmutableArray<RoomId>> PendingAsync(ShardId shard, CancellationToken cancellation)
    {
        HashEntry[] rooms = await redis.CallAsync(database => database.HashGetAllAsync(keys.WebhookRoomsOf(shard)));
        return [.. rooms.Select(static room => new RoomId((string)room.Name!)).OrderBy(static room => room.Value, StringComparer.Ordinal)];
    }

    public async ValueTask SaveOffsetAsync(ShardId shard, RoomId room, string webhook, WebhookOffset offset, CancellationToken cancellation) =>
        await redis.RunAsync(
            SaveScript, [keys.WebhookOffsetsOf(shard, room)], [webhook, offset.Epoch.Value, offset.Seq, TextOf(offset.Timestamp)]);

    public async ValueTask<string> AddDeadAsync(string webhook, DeadLetter letter, int keep, CancellationToken cancellation)
    {
        RedisValue id = await redis.CallAsync(database => database.StreamAddAsync(
            keys.DeadLettersOf(webhook), DeadLetterFields.Write(letter), messageId: null, maxLength: keep));
        return id!;
    }

    public async ValueTask<(ImmutableArray<DeadLetter> Letters, int Total)> ListDeadAsync(string webhook, int limit, CancellationToken cancellation)
    {
        // All of them, which are few: counting is no right that nodes need otherwise.
        StreamEntry[] entries = await redis.CallAsync(database => database.StreamRangeAsync(keys.DeadLettersOf(webhook)));
        return ([.. entries.Reverse().Take(limit).Select(DeadLetterFields.Read)], entries.Length);
    }

    public async ValueTask<DeadLetter?> FindDeadAsync(string webhook, string id, CancellationToken cancellation)
    {
        if (!IsId(id))
            return null;

        StreamEntry[] found = await redis.CallAsync(database => database.StreamRangeAsync(keys.DeadLettersOf(webhook), id, id));
        return found is [var entry] ? DeadLetterFields.Read(entry) : null;
    }

    public async ValueTask<bool> RemoveDeadAsync(string webhook, string id, CancellationToken cancellation) =>
        IsId(id) && await redis.CallAsync(database => database.StreamDeleteAsync(keys.DeadLettersOf(webhook), [id])) > 0;

    /// <summary>Always 19 digits, so that later is greater as a text too.</summary>
    internal static string TextOf(DateTimeOffset moment) => moment.UtcTicks.ToString("d19", CultureInfo.InvariantCulture);

    internal static DateTimeOffset MomentOf(string text) => new(long.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero);

    // What is no id of an entry is an error to Redis.
    private static bool IsId(string id) =>
        id.Split('-') is [var time, var number]
        && ulong.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
