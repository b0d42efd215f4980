using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Streaming.Transport.Throttles;

/// <summary>Shows what the limits do, from the start of the node.</summary>
internal sealed class ThrottleMeterService(
    IMeterFactory meters, ThrottleCounters counters, ThrottleLimits limits, AddressThrottle addresses) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ThrottleMeter.Observe(meters, counters, limits, addresses);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
