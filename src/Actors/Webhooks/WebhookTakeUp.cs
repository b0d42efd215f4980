using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Webhooks;

/// <summary>The look at what a shard's owner before has left, until the store can be read.</summary>
internal sealed class WebhookTakeUp(WebhookHost host, ShardId shard) : WheelEntry, IThreadPoolWorkItem
{
    public ShardId Shard => shard;

    void IThreadPoolWorkItem.Execute() => OnDue();

    protected internal override void OnDue() => _ = host.TakeUpAsync(this);
}
