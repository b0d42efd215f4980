using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Actors;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Ties the actors to the host's life: the node is in the cluster before the first connection can come in, and what rooms have
/// accepted is in the log before it leaves. It leaves last of all, when the web server has answered what it had in hand.
/// </summary>
internal sealed partial class ActorsService(
    StreamingNode node, IHostApplicationLifetime lifetime, StreamingOptions options, TimeProvider time, ILogger<ActorsService> logger)
    : IHostedLifecycleService, IDrainTarget
{
    // A few round trips. Whoever cannot take leave is given up when its lease has run out.
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(2);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        node.Shards.Displaced += lifetime.StopApplication;
        await node.StartAsync(cancellationToken);
    }

    public async ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation) =>
        await node.SettleAsync().WaitAsync(cancellation);

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await node.LeaveAsync().WaitAsync(LeaveTimeout, time, cancellationToken);
        }
        catch (Exception exception)
        {
            LeftWithoutAWord(logger, TimeSpan.FromMilliseconds(options.Cluster.LeaseMs), exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
