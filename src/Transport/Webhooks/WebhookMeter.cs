using System.Diagnostics.Metrics;
using Streaming.Actors;
using Streaming.Actors.Webhooks;

namespace Streaming.Transport.Webhooks;

/// <summary>What becomes of webhooks on this node, for whoever collects metrics: the meter <see cref="Name"/>, by webhook.</summary>
internal static class WebhookMeter
{
    public const string Name = "Streaming.Webhooks";

    /// <summary>The instruments live as long as the factory.</summary>
    public static void Observe(IMeterFactory meters, StreamingNode node, TimeProvider time)
    {
        var meter = meters.Create(Name);
        Count("delivered", "{event}", "Events that receivers have taken", static counters => counters.Delivered);
        Count("retried", "{post}", "Posts that failed, to be tried again", static counters => counters.Retried);
        Count("dead", "{event}", "Events that were given up", static counters => counters.Dead);
        Count("lost", "{event}", "Events that were gone before they could be delivered", static counters => counters.Lost);
        meter.CreateObservableGauge(
            "streaming.webhooks.pending", () => Gauge(static status => status.Pending), "{event}", "Events that wait to be looked at or delivered");
        meter.CreateObservableGauge(
            "streaming.webhooks.lag", () => Gauge(status => status.Oldest is { } at ? (long)Math.Max(0, (time.GetUtcNow() - at).TotalMilliseconds) : 0), "ms",
            "Age of the oldest event that is being posted, or was and failed");

        void Count(string name, string unit, string description, Func<WebhookCounters, long> value) => meter.CreateObservableCounter(
            $"streaming.webhooks.{name}",
            () => node.WebhookCounters.Select(one => Measured(value(one.Counters), one.Webhook.Name)), unit, description);

        IEnumerable<Measurement<long>> Gauge(Func<WebhookStatus, long> value) =>
            node.DescribeWebhooks().Select(status => Measured(value(status), status.Name));
    }

    private static Measurement<long> Measured(long value, string webhook) => new(value, new KeyValuePair<string, object?>("webhook", webhook));
}
