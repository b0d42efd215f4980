using System.Collections.Immutable;
using System.Globalization;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Webhooks;

/// <summary>Remembers in memory; forgets everything when the process ends, as the logs in memory do.</summary>
public sealed class InMemoryWebhookStore : IWebhookStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _since = [];
    private readonly Dictionary<(RoomId Room, string Webhook), WebhookOffset> _offsets = [];
    private readonly Dictionary<ShardId, SortedSet<string>> _pending = [];
    private readonly Dictionary<string, List<DeadLetter>> _dead = [];
    private long _lastId;

    public ValueTask<DateTimeOffset> RegisterAsync(string webhook, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _since.TryAdd(webhook, now);
            return new(_since[webhook]);
        }
    }

    public ValueTask<WebhookOffset?> BeginAsync(ShardId shard, RoomId room, string webhook, CancellationToken cancellation)
    {
        lock (_gate)
        {
            PendingIn(shard).Add(room.Value);
            return new(_offsets.TryGetValue((room, webhook), out WebhookOffset offset) ? offset : null);
        }
    }

    public ValueTask EndAsync(ShardId shard, RoomId room, bool andForget, CancellationToken cancellation)
    {
        lock (_gate)
        {
            PendingIn(shard).Remove(room.Value);
            if (andForget)
            {
                foreach ((RoomId Room, string Webhook) key in _offsets.Keys.Where(key => key.Room == room).ToArray())
                    _offsets.Remove(key);
            }
        }

        return default;
    }

    public ValueTask<ImmutableArray<RoomId>> PendingAsync(ShardId shard, CancellationToken cancellation)
    {
        lock (_gate)
            return new(PendingIn(shard).Select(static room => new RoomId(room)).ToImmutableArray());
    }

    public ValueTask SaveOffsetAsync(ShardId shard, RoomId room, string webhook, WebhookOffset offset, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_offsets.TryGetValue((room, webhook), out WebhookOffset known) || offset.IsAfter(known))
                _offsets[(room, webhook)] = offset;
        }

        return default;
    }

    public ValueTask<string> AddDeadAsync(string webhook, DeadLetter letter, int keep, CancellationToken cancellation)
    {
        lock (_gate)
        {
            string id = (++_lastId).ToString(CultureInfo.InvariantCulture);
            List<DeadLetter> dead = DeadOf(webhook);
            dead.Add(letter with { Id = id });
            dead.RemoveRange(0, Math.Max(0, dead.Count - keep));
            return new(id);
        }
    }

    public ValueTask<(ImmutableArray<DeadLetter> Letters, int Total)> ListDeadAsync(string webhook, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            List<DeadLetter> dead = DeadOf(webhook);
            return new(([.. dead.AsEnumerable().Reverse().Take(limit)], dead.Count));
        }
    }

    public ValueTask<DeadLetter?> FindDeadAsync(string webhook, string id, CancellationToken cancellation)
    {
        lock (_gate)
            return new(DeadOf(webhook).Find(letter => letter.Id == id));
    }

    public ValueTask<bool> RemoveDeadAsync(string webhook, string id, CancellationToken cancellation)
    {
        lock (_gate)
            return new(DeadOf(webhook).RemoveAll(letter => letter.Id == id) > 0);
    }

    private SortedSet<string> PendingIn(ShardId shard)
    {
        if (!_pending.TryGetValue(shard, out SortedSet<string>? rooms))
            _pending[shard] = rooms = new SortedSet<string>(StringComparer.Ordinal);
        return rooms;
    }

    private List<DeadLetter> DeadOf(string webhook)
    {
        if (!_dead.TryGetValue(webhook, out List<DeadLetter>? dead))
            _dead[webhook] = dead = [];
        return dead;
    }
}
