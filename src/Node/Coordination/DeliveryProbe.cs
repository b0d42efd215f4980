using Streaming.Redis.Peers;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Coordination;

/// <summary>Whether this node hears the others: a subscription can be dead while Redis answers.</summary>
internal sealed class DeliveryProbe(RedisPeerLink link) : IHealthProbe
{
    public string Name => "delivery";

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation) => ValueTask.FromResult(link.IsDelivering
        ? new ProbeResult(HealthState.Healthy)
        : new ProbeResult(HealthState.Unhealthy, "this node hears nothing of the others; its subscription is made anew"));
}
