using System.Collections.Concurrent;

namespace Streaming.Simulation.Scenarios;

/// <summary>Runs many seeds, one world a thread; which world shares the machine with which makes no difference to it.</summary>
internal static class SeedRange
{
    /// <summary>Results come as they are done, in no order. With a reader, one after the other.</summary>
    public static IEnumerable<RunResult> Run(ulong start, int count, Action<string>? traceReader = null, Func<ulong, RunResult>? run = null)
    {
        run ??= seed => SeedRun.Run(seed, traceReader: traceReader);
        IEnumerable<ulong> seeds = Enumerable.Range(0, count).Select(n => start + (ulong)n);
        if (traceReader is not null)
            return seeds.Select(run);

        var results = new BlockingCollection<RunResult>();
        var partitions = Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering);
        _ = Task.Run(() =>
        {
            try
            {
                Parallel.ForEach(partitions, seed => results.Add(run(seed)));
            }
            finally
            {
                results.CompleteAdding();
            }
        });
        return results.GetConsumingEnumerable();
    }
}
