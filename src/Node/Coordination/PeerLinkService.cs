using Streaming.Actors;
using Streaming.Redis.Peers;

namespace Streaming.Node.Coordination;

/// <summary>
/// Has the node hear the others before it enters the cluster; the host ends the link when it ends itself, after the node has
/// left. It takes the node, so that somebody receives when the first message can come.
/// </summary>
internal sealed class PeerLinkService(RedisPeerLink link, StreamingNode node) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeUp.CancelAfter(Patience);
        try
        {
            await link.StartAsync(timeUp.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Node {node.Self} publishes to itself by Redis and hears nothing; may its user use channels?");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
