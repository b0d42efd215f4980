using Microsoft.Extensions.Hosting;
using Streaming.Actors;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Ties the actors to the host's life: shards are claimed before the first connection can come in, and what rooms have
/// accepted is in the log before the process ends.
/// </summary>
internal sealed class ActorsService(StreamingNode node) : IHostedLifecycleService, IDrainTarget
{
    public async Task StartingAsync(CancellationToken cancellationToken) => await node.StartAsync(cancellationToken);

    public async ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation) =>
        await node.SettleAsync().WaitAsync(cancellation);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
