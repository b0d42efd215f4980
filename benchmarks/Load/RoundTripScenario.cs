using System.Diagnostics;

namespace Streaming.Benchmarks.Load;

/// <summary>One connection, one message at a time: from sending to having it back, logged and delivered.</summary>
internal sealed class RoundTripScenario : Scenario
{
    public override async Task<LoadResult> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        var tally = new Tally();
        using Member member = await EnterAsync(options, tally, "load-lonely", "load-rtt", isQuiet: false, cancellation);
        using var answered = new SemaphoreSlim(0);
        member.OnAnswer = () => answered.Release();
        string text = new('x', options.Size);

        var measurement = new Measurement(new ServerProcess(options.ServerPid));
        for (long until = Stopwatch.GetTimestamp() + (options.Seconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until;)
        {
            await member.PublishAsync(Stopwatch.GetTimestamp(), text, cancellation);
            await answered.WaitAsync(cancellation);
        }

        await ArriveAsync([(member, member.AckedSeq)], tally, cancellation);
        return With(new LoadResult { Scenario = "rtt", Load = $"1 connection, {options.Size} B" }, tally, measurement.End());
    }
}
