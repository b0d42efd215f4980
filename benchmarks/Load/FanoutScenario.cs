using System.Diagnostics;

namespace Streaming.Benchmarks.Load;

/// <summary>One room, many listeners, one publisher with a bounded number of messages under way.</summary>
internal sealed class FanoutScenario : Scenario
{
    public override async Task<LoadResult> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        const string Room = "load-fanout";
        var setUp = new Tally();
        var tally = new Tally();
        using var window = new SemaphoreSlim(options.Window);
        using Member publisher = await EnterAsync(options, tally, "load-publisher", Room, isQuiet: true, cancellation);
        publisher.OnAnswer = () => window.Release();
        IReadOnlyList<Member> listeners = await OpenAsync(
            options.Listeners, i => EnterAsync(options, tally, $"load-listener-{i}", Room, isQuiet: false, cancellation), cancellation);

        // Their joins are events too, and have to be through before the clock runs.
        long joined = listeners.Max(one => one.Seq);
        await ArriveAsync(listeners.Select(one => (one, joined)), setUp, cancellation);

        string text = new('x', options.Size);
        var server = new ServerProcess(options.ServerPid);
        var measurement = new Measurement(server);
        var pace = options.Rate > 0 ? new Pace(options.Rate, phase: 0) : null;
        for (long until = Stopwatch.GetTimestamp() + (options.Seconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until;)
        {
            long intended = pace is null ? 0 : await pace.NextAsync(cancellation);
            await window.WaitAsync(cancellation);
            await publisher.PublishAsync(pace is null ? Stopwatch.GetTimestamp() : intended, text, cancellation);
        }

        for (int i = 0; i < options.Window; i++)
            await window.WaitAsync(cancellation);
        await ArriveAsync(listeners.Select(one => (one, publisher.AckedSeq)), tally, cancellation);

        LoadResult result = With(
            new LoadResult
            {
                Scenario = "fanout",
                Load = $"{options.Listeners} listeners, {options.Size} B, {(options.Rate > 0 ? $"{options.Rate}/s" : $"{options.Window} in flight")}",
            },
            tally, measurement.End());
        foreach (Member listener in listeners)
            listener.Dispose();
        return result with { Lost = result.Lost + setUp.LostCount, Trouble = result.Trouble ?? setUp.FirstTrouble };
    }
}
