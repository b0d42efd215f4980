using Streaming.Actors.Time;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// The posts of one webhook on this node: so many at a time, over all rooms. A room that wants to post more stands at the end of the
/// line again, so none keeps the others waiting for longer than one post.
/// </summary>
internal sealed class WebhookLane(Webhook webhook, IScheduler scheduler)
{
    private readonly Lock _gate = new();
    private readonly Queue<WebhookDelivery> _waiting = new();
    private int _running;

    public Webhook Webhook => webhook;

    public WebhookCounters Counters { get; } = new();

    /// <summary>Since when the webhook is there: what happened before is not for it. Set before any room is served.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Gives the delivery a turn as soon as there is room for one.</summary>
    public void Enter(WebhookDelivery delivery)
    {
        lock (_gate)
        {
            if (_running == webhook.Concurrency)
            {
                _waiting.Enqueue(delivery);
                return;
            }

            _running++;
        }

        scheduler.Schedule(delivery);
    }

    /// <summary>A turn has ended, with all that it waited for.</summary>
    public void Leave()
    {
        WebhookDelivery? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
                _running--;
        }

        if (next is not null)
            scheduler.Schedule(next);
    }
}
