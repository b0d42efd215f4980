using Microsoft.Extensions.Hosting;
using Streaming.Actors;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Drains this node when an operator asks for it, through this node or another. The process stays, and says of itself that it
/// drains, until it is stopped as usual: whoever drained it may want to look at it first.
/// </summary>
internal sealed class DrainOnRequest(StreamingNode node, DrainOnStop drain, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _drained = Task.CompletedTask;
    private int _begun;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        node.Questions.DrainAsked += OnAsked;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        node.Questions.DrainAsked -= OnAsked;
        await _drained;
    }

    private void OnAsked(bool thenStop)
    {
        // A stop drains first, by the same drain.
        if (thenStop)
            lifetime.StopApplication();
        else if (Interlocked.Exchange(ref _begun, 1) == 0)
            _drained = Task.Run(() => drain.DrainAsync(CancellationToken.None));
    }
}
