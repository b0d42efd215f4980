namespace Streaming.Node.Health;

/// <summary>
/// How long the node has been running. A hosted service only because the host makes those when it starts; made with the
/// first question instead, it would count from there.
/// </summary>
internal sealed class Uptime(TimeProvider time) : IHostedService
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
