using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Has rooms whose logs may hold something too old look for it, also those that nobody uses: the owner of their shard asks the store for
/// them, one shard a second, and brings some of them into memory. So nothing stays for longer than it may and a round of all shards takes; and
/// a store with a hundred thousand such rooms is not asked for all of them at once.
/// </summary>
internal sealed class RetentionSweep(
    IRoomLog log, Func<ShardMap> cluster, RoomHost rooms, TimingWheel wheel, TimeProvider clock, TimeSpan maxAge) : WheelEntry
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>For one that cannot be loaded, or the word that is lost: it is not to stand before all others for ever.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    /// <summary>A room that was loaded for this stays in memory for a minute: that makes a thousand at most.</summary>
    private const int RoomsAtOnce = 16;

    private int _next;

    public void Start() => wheel.Schedule(this, Interval);

    protected internal override void OnDue() => _ = SweepAsync();

    private async Task SweepAsync()
    {
        try
        {
            if (NextShard() is { } shard)
                await SweepAsync(shard.Shard, shard.Term);
        }
        catch (Exception)
        {
            // The store is away, and others say so. Nothing is lost: what is too old is so a second later, too.
        }

        wheel.Schedule(this, Interval);
    }

    private async Task SweepAsync(ShardId shard, long term)
    {
        DateTimeOffset moment = clock.GetUtcNow() - maxAge;
        foreach (RoomId room in await log.FindOlderAsync(shard, moment, RoomsAtOnce, CancellationToken.None))
        {
            await log.SetOldestAsync(new RoomWriter(room, shard, term), moment + Again, CancellationToken.None);
            rooms.LookForAge(room, shard, term);
        }
    }

    /// <returns>Null when this node serves none.</returns>
    private (ShardId Shard, long Term)? NextShard()
    {
        ImmutableArray<long> served = cluster().Served;
        for (int i = 0; i < served.Length; i++)
        {
            int shard = (_next + i) % served.Length;
            if (served[shard] <= 0)
                continue;

            _next = shard + 1;
            return (new ShardId(shard), served[shard]);
        }

        return null;
    }
}
