using Streaming.Actors.Time;

namespace Streaming.Transport.Throttles;

/// <summary>How long a turn waits on this node: asks for one as a room would, on each event loop if there are any.</summary>
/// <param name="schedulers">Each is asked for a turn.</param>
internal sealed class LagMeter(IReadOnlyList<IScheduler> schedulers, TimeProvider clock)
{
    /// <summary>The longest wait of all; no more than <paramref name="patience"/>.</summary>
    public async Task<TimeSpan> MeasureAsync(TimeSpan patience, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        var turns = new Turn[schedulers.Count];
        for (int i = 0; i < turns.Length; i++)
            schedulers[i].Schedule(turns[i] = new Turn(clock));
        try
        {
            long[] ends = await Task.WhenAll(turns.Select(static turn => turn.At)).WaitAsync(patience, clock, cancellation);
            return clock.GetElapsedTime(began, ends.Max());
        }
        catch (TimeoutException)
        {
            return patience;
        }
    }

    private sealed class Turn(TimeProvider clock) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<long> _at = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> At => _at.Task;

        public void Execute() => _at.SetResult(clock.GetTimestamp());
    }
}
