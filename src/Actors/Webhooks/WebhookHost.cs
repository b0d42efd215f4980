using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// The webhooks of the rooms that this node owns. It hears from each room what was committed, and with a shard it takes over what is
/// left to deliver there, whether anybody uses those rooms or not.
/// </summary>
internal sealed partial class WebhookHost : IShardTenant, IRoomObserver
{
    /// <summary>
    /// What a hand-over waits for posts under way: rooms stand still meanwhile, and a receiver that is well answers sooner. What is not
    /// waited for is posted again by the next owner.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookRetry = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<WebhookLane> _lanes;
    private readonly ConcurrentDictionary<RoomId, RoomWebhooks>[] _rooms;

    /// <summary>By shard, while it is this node's: cancelled when it has gone.</summary>
    private readonly CancellationTokenSource?[] _served;
    private readonly WebhookContext _context;
    private readonly IScheduler _scheduler;

    public WebhookHost(
        WebhookPorts webhooks, NodePorts ports, TimingWheel wheel, IdSource ids, Func<ShardId, bool> holds, ILogger<WebhookHost> logger)
    {
        int shards = ports.Directory.Shards;
        _scheduler = ports.Scheduler;
        _lanes = [.. webhooks.Webhooks.Select(webhook => new WebhookLane(webhook, ports.Scheduler))];
        _rooms = [.. Enumerable.Range(0, shards).Select(static _ => new ConcurrentDictionary<RoomId, RoomWebhooks>())];
        _served = new CancellationTokenSource?[shards];
        _context = new WebhookContext(
            webhooks.Store, webhooks.Sender, ports.Log, wheel, ports.Clock, ports.Entropy, ids, logger, holds);
    }

    /// <summary>By webhook, what came of its posts here.</summary>
    public IEnumerable<(Webhook Webhook, WebhookCounters Counters)> Counters => _lanes.Select(static lane => (lane.Webhook, lane.Counters));

    /// <summary>To be called before the node serves its first shard.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (WebhookLane lane in _lanes)
            lane.Since = await _context.Store.RegisterAsync(lane.Webhook.Name, _context.Clock.GetUtcNow(), cancellation);
    }

    /// <summary>How each webhook is doing on this node.</summary>
    public ImmutableArray<WebhookStatus> Describe()
    {
        ILookup<string, (long Pending, DateTimeOffset? Oldest)> lags = _rooms
            .SelectMany(static rooms => rooms.Values)
            .SelectMany(static room => room.Deliveries)
            .ToLookup(static delivery => delivery.Webhook.Name, static delivery => delivery.Lag());
        return [.. _lanes.Select(lane => WebhookStatus.Of(lane.Webhook, lane.Counters, [.. lags[lane.Webhook.Name]]))];
    }

    public void OnLoaded(RoomWriter owner, Epoch epoch, long head) => Tell(owner.Room, owner.Shard, room => room.TryLoad(epoch, head));

    public void OnCommitted(RoomWriter owner, Epoch epoch, ImmutableArray<RoomEvent> events) =>
        Tell(owner.Room, owner.Shard, room => room.TryCommit(epoch, events));

    public void OnPresence(RoomWriter owner, EphemeralEvent news, int present, long head, DateTimeOffset now) =>
        Tell(owner.Room, owner.Shard, room => room.TryRaise(news, present, head, now));

    public void OnClosed(RoomWriter owner)
    {
        if (_rooms[owner.Shard.Value].TryGetValue(owner.Room, out RoomWebhooks? room))
            room.TryClose();
    }

    void IShardTenant.Settle(ShardId shard, long term)
    {
        if (Volatile.Read(ref _served[shard.Value]) is null)
            Volatile.Write(ref _served[shard.Value], new CancellationTokenSource());
        _scheduler.Schedule(new WebhookTakeUp(this, shard));
    }

    /// <summary>Nothing here is confirmed by anybody but the receivers.</summary>
    Task IShardTenant.VerifyAsync(ShardId shard) => Task.CompletedTask;

    async Task IShardTenant.VacateAsync(ShardId shard)
    {
        CancellationTokenSource? served = Interlocked.Exchange(ref _served[shard.Value], null);
        RoomWebhooks[] rooms = [.. _rooms[shard.Value].Values];
        _rooms[shard.Value].Clear();
        Task ended = Task.WhenAll(rooms.SelectMany(static room => room.Deliveries).Select(static delivery => delivery.StopAsync()));
        try
        {
            await ended.WaitAsync(Patience, _context.Clock);
        }
        catch (TimeoutException)
        {
            served?.Cancel();
        }
    }

    /// <summary>The room needs nobody any more.</summary>
    internal void Forget(RoomWebhooks room) => _rooms[room.Shard.Value].TryRemove(KeyValuePair.Create(room.Room, room));

    /// <summary>Goes on where the shard's owner before has stopped.</summary>
    internal async Task TakeUpAsync(WebhookTakeUp takeUp)
    {
        try
        {
            foreach (RoomId room in await _context.Store.PendingAsync(takeUp.Shard, CancellationToken.None))
                Tell(room, takeUp.Shard, static one => one.TryWake());
        }
        catch (Exception e)
        {
            LogNotTakenUp(_context.Logger, e, takeUp.Shard);
            _context.Wheel.Schedule(takeUp, LookRetry);
        }
    }

    private void Tell(RoomId room, ShardId shard, Func<RoomWebhooks, bool> tell)
    {
        while (RoomOf(room, shard) is { } its && !tell(its))
            Forget(its);
    }

    /// <returns>Null when no webhook is told of the room, or the shard is not this node's.</returns>
    private RoomWebhooks? RoomOf(RoomId room, ShardId shard)
    {
        if (_rooms[shard.Value].TryGetValue(room, out RoomWebhooks? known))
            return known;
        if (Volatile.Read(ref _served[shard.Value]) is not { } served)
            return null;

        ImmutableArray<WebhookLane> lanes = [.. _lanes.Where(lane => lane.Webhook.Takes(room))];
        return lanes.IsEmpty
            ? null
            : _rooms[shard.Value].GetOrAdd(room, new RoomWebhooks(room, shard, lanes, this, _context, served.Token));
    }

    [LoggerMessage(1, LogLevel.Warning, "Shard {Shard}: what is left to deliver to webhooks cannot be read; trying again")]
    private static partial void LogNotTakenUp(ILogger logger, Exception exception, ShardId shard);
}
