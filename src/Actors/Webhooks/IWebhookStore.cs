using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// Port: what is remembered of webhooks' deliveries, beside the logs. Events themselves stay in the logs. A call that throws may have
/// been carried out; all can be repeated.
/// </summary>
public interface IWebhookStore
{
    /// <summary>A webhook is used from now on, unless it was used before.</summary>
    /// <returns>Since when.</returns>
    ValueTask<DateTimeOffset> RegisterAsync(string webhook, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The room may have events to deliver: whoever owns its shard next is told of it. Gives the webhook's offset; null for none.</summary>
    ValueTask<WebhookOffset?> BeginAsync(ShardId shard, RoomId room, string webhook, CancellationToken cancellation);

    /// <summary>Nothing of the room is left to deliver.</summary>
    /// <param name="andForget">Its log is gone, and the offsets with it.</param>
    ValueTask EndAsync(ShardId shard, RoomId room, bool andForget, CancellationToken cancellation);

    /// <summary>The rooms that were begun and not ended.</summary>
    ValueTask<ImmutableArray<RoomId>> PendingAsync(ShardId shard, CancellationToken cancellation);

    /// <summary>Keeps an offset, unless one is there that is further on (<see cref="WebhookOffset.IsAfter"/>).</summary>
    ValueTask SaveOffsetAsync(ShardId shard, RoomId room, string webhook, WebhookOffset offset, CancellationToken cancellation);

    /// <summary>Adds a dead letter, and drops the oldest ones above <paramref name="keep"/>.</summary>
    /// <returns>Its id.</returns>
    ValueTask<string> AddDeadAsync(string webhook, DeadLetter letter, int keep, CancellationToken cancellation);

    /// <summary>The newest dead letters, newest first, and how many there are.</summary>
    ValueTask<(ImmutableArray<DeadLetter> Letters, int Total)> ListDeadAsync(string webhook, int limit, CancellationToken cancellation);

    /// <returns>Null when there is none of this id.</returns>
    ValueTask<DeadLetter?> FindDeadAsync(string webhook, string id, CancellationToken cancellation);

    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveDeadAsync(string webhook, string id, CancellationToken cancellation);
}
