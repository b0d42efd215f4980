using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Streaming.Actors;

namespace Streaming.Transport.Webhooks;

/// <summary>Shows what becomes of webhooks, from the start of the node.</summary>
internal sealed class WebhookMeterService(IMeterFactory meters, StreamingNode node, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        WebhookMeter.Observe(meters, node, time);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
