using StackExchange.Redis;
using Streaming.Redis.Rehearsals;

namespace Streaming.Node.Coordination;

/// <summary>Rehearses before the node enters the cluster. It enters in any case, and is slow at first if this failed.</summary>
internal sealed partial class RehearsalService(Rehearsal rehearsal, TimeProvider time, ILogger<RehearsalService> logger) : IHostedLifecycleService
{
    /// <summary>It takes well below a second. Where Redis is so slow, the compiler is not what rooms wait for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeUp.CancelAfter(Patience);
        try
        {
            await rehearsal.RunAsync(timeUp.Token).WaitAsync(timeUp.Token);
            Rehearsed(logger, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotRehearsed(logger, exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Debug, "Rehearsed in {Milliseconds} ms")]
    private static partial void Rehearsed(ILogger logger, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "The rehearsal failed; the first rooms that this node is given may wait for a moment")]
    private static partial void NotRehearsed(ILogger logger, Exception exception);
}
