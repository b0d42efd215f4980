using Streaming.Actors.Time;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Whether rooms get their turns: asks for one as a room would. A node whose threads are all held up still listens and
/// still accepts connections, and delivers nothing.
/// </summary>
internal sealed class RoomsProbe(IScheduler scheduler) : IHealthProbe
{
    public string Name => "rooms";

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation)
    {
        var turn = new Turn();
        scheduler.Schedule(turn);
        await turn.Done.WaitAsync(cancellation);
        return new ProbeResult(HealthState.Healthy);
    }

    private sealed class Turn : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute() => _done.SetResult();
    }
}
