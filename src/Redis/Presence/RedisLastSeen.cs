using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Presence;

/// <summary>
/// When users could be seen last, in Redis: a sorted set a shard, by time in milliseconds since 1970. So a batch is one command a shard, what is
/// too old goes from the front, and what nobody writes to any more goes as a whole.
/// </summary>
/// <param name="maxUsers">Users of a shard; where there are more, those that were seen longest ago are forgotten. Some 100 bytes each.</param>
public sealed class RedisLastSeen(RedisGate redis, RedisKeys keys, int shards, int maxUsers = 100_000) : ILastSeen
{
    private static readonly RedisScript NoteScript = new("Presence.note-seen.lua");

    public async ValueTask NoteAsync(ImmutableArray<Sighting> seen, CancellationToken cancellation)
    {
        foreach (IGrouping<ShardId, Sighting> one in seen.GroupBy(sighting => ShardOf(sighting.User)))
        {
            await redis.RunAsync(
                NoteScript,
                [keys.SeenOf(one.Key)],
                [
                    (long)ILastSeen.Kept.TotalMilliseconds, maxUsers,
                    .. one.SelectMany(static sighting => (RedisValue[])[sighting.At.ToUnixTimeMilliseconds(), sighting.User.Value]),
                ]);
        }
    }

    public async ValueTask<ImmutableArray<DateTimeOffset?>> ReadAsync(ImmutableArray<UserId> users, CancellationToken cancellation)
    {
        var found = new DateTimeOffset?[users.Length];
        await Task.WhenAll(Enumerable.Range(0, users.Length).GroupBy(place => ShardOf(users[place])).Select(async one =>
        {
            int[] places = [.. one];
            double?[] times = await redis.CallAsync(database => database.SortedSetScoresAsync(
                keys.SeenOf(one.Key), [.. places.Select(place => (RedisValue)users[place].Value)]));
            foreach ((int place, double? at) in places.Zip(times))
                found[place] = at is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
        }));
        return [.. found];
    }

    private ShardId ShardOf(UserId user) => ShardId.Of(user.Value, shards);
}
