using System.Collections.Concurrent;

namespace Streaming.Simulation.Scenarios;

/// <summary>Runs many seeds, one world a thread; which world shares the machine with which makes no difference to it.</summary>
internal static class SeedRange
{
    /// <summary>Results come as they are done, in no order; with a reader, one after the other. Who stops reading stops the runs.</summary>
    public static IEnumerable<RunResult> Run(ulong start, int count, Action<string>? traceReader = null, Func<ulong, RunResult>? run = null)
    {
        run ??= seed => SeedRun.Run(seed, traceReader: traceReader);
        IEnumerable<ulong> seeds = Enumerable.Range(0, count).Select(n => start + (ulong)n);
        return traceReader is null ? RunAtOnce(seeds, run) : seeds.Select(run);
    }

    private static IEnumerable<RunResult> RunAtOnce(IEnumerable<ulong> seeds, Func<ulong, RunResult> run)
    {
        var results = new BlockingCollection<RunResult>();
        using var stop = new CancellationTokenSource();
        Task running = Task.Run(() => RunAll(seeds, run, results, stop.Token));
        try
        {
            foreach (RunResult result in results.GetConsumingEnumerable())
                yield return result;
        }
        finally
        {
            stop.Cancel();
            running.GetAwaiter().GetResult();
        }
    }

    private static void RunAll(
        IEnumerable<ulong> seeds, Func<ulong, RunResult> run, BlockingCollection<RunResult> results, CancellationToken stop)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering), (seed, loop) =>
            {
                if (stop.IsCancellationRequested)
                    loop.Stop();
                else
                    results.Add(run(seed), CancellationToken.None);
            });
        }
        finally
        {
            results.CompleteAdding();
        }
    }
}
