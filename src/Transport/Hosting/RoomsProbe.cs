using Streaming.Actors.Time;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Whether rooms get their turns: asks for one as a room would, on each event loop if there are any. A node whose threads are
/// held up still listens and still accepts connections, and does not deliver; one loop that is held up has its share of them.
/// </summary>
/// <param name="schedulers">Each has to give a turn.</param>
internal sealed class RoomsProbe(IReadOnlyList<IScheduler> schedulers) : IHealthProbe
{
    public string Name => "rooms";

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellation)
    {
        var turns = schedulers.Select(static _ => new Turn()).ToArray();
        for (var i = 0; i < turns.Length; i++)
            schedulers[i].Schedule(turns[i]);
        await Task.WhenAll(turns.Select(static turn => turn.Done)).WaitAsync(cancellation);
        return new ProbeResult(HealthState.Healthy);
    }

    private sealed class Turn : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute() => _done.SetResult();
    }
}
