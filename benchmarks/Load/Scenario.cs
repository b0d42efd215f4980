namespace Streaming.Benchmarks.Load;

/// <summary>One kind of load, measured once.</summary>
internal abstract class Scenario
{
    /// <summary>Connections that are opened at once: enough to keep the server busy, few enough for its accept queue.</summary>
    private const int OpenedAtOnce = 64;

    public static readonly IReadOnlyList<string> AllNames = ["idle", "fanout", "rooms", "rtt"];

    public abstract Task<LoadResult> RunAsync(LoadOptions options, CancellationToken cancellation);

    public static IEnumerable<Scenario> Named(IEnumerable<string> names) => names.Select<string, Scenario>(name => name switch
    {
        "fanout" => new FanoutScenario(),
        "rooms" => new RoomsScenario(),
        "rtt" => new RoundTripScenario(),
        "idle" => new IdleScenario(),
        _ => throw new ArgumentOutOfRangeException(nameof(names), name, "is no scenario"),
    });

    protected static async Task<IReadOnlyList<Member>> OpenAsync(
        int count, Func<int, Task<Member>> open, CancellationToken cancellation)
    {
        var members = new Member[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellation },
            async (i, _) => members[i] = await open(i));
        return members;
    }

    protected static async Task<Member> EnterAsync(
        LoadOptions options, Tally tally, string user, string room, bool isQuiet, CancellationToken cancellation)
    {
        var member = new Member(tally) { IsQuiet = isQuiet };
        await member.ConnectAsync(options.Url, user, cancellation);
        await member.JoinAsync(room, cancellation);
        return member;
    }

    /// <summary>Waits until all have arrived at this seq; what has not come by then is lost.</summary>
    protected static async Task ArriveAsync(IEnumerable<(Member Member, long Seq)> expected, Tally tally, CancellationToken cancellation)
    {
        TimeSpan patience = TimeSpan.FromSeconds(15);
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        var waiting = expected.ToList();
        while (waiting.RemoveAll(one => one.Member.Seq >= one.Seq) is var _ && waiting.Count > 0)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(began) > patience)
            {
                waiting.ForEach(one => tally.NeverCame(one.Seq - one.Member.Seq));
                return;
            }

            await Task.Delay(5, cancellation);
        }
    }

    protected static LoadResult With(LoadResult result, Tally tally, Measurement measured) => result with
    {
        Seconds = measured.Seconds,
        ServerCpuSeconds = measured.CpuSeconds,
        ServerMib = measured.MiB,
        Published = tally.AckedCount,
        Deliveries = tally.DeliveredCount,
        P50 = tally.Latency.Percentile(0.5).TotalMilliseconds,
        P99 = tally.Latency.Percentile(0.99).TotalMilliseconds,
        P999 = tally.Latency.Percentile(0.999).TotalMilliseconds,
        Lost = tally.LostCount,
        Doubled = tally.DoubledCount,
        Refused = tally.RefusedCount,
        Trouble = tally.FirstTrouble,
    };
}
