namespace Streaming.Benchmarks.Load;

/// <summary>Connections that are open and do nothing: what they cost in memory, and in processor time while they last.</summary>
internal sealed class IdleScenario : Scenario
{
    /// <summary>Opened before the first look at the memory, so that what the server loads and compiles once is not counted.</summary>
    private const int WarmUp = 200;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public override async Task<LoadResult> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        var tally = new Tally();
        var server = new ServerProcess(options.ServerPid);
        IReadOnlyList<Member> first = await ConnectAsync(options, "load-first", WarmUp, tally, cancellation);
        await Task.Delay(Settling, cancellation);
        double? before = server.ResidentMiB;
        IReadOnlyList<Member> members = await ConnectAsync(options, "load-idle", options.Connections, tally, cancellation);
        await Task.Delay(Settling, cancellation);

        var measurement = new Measurement(server);
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellation);
        LoadResult result = With(new LoadResult { Scenario = "idle", Load = $"{options.Connections} connections" }, tally, measurement.End());
        foreach (Member member in first.Concat(members))
            member.Dispose();

        double? each = (result.ServerMib - before) * 1024 / options.Connections;
        return result with
        {
            KibPerConnection = each,
            Load = each is null ? result.Load : FormattableString.Invariant($"{result.Load}, {each:0.0} KiB each, {result.ServerCpuSeconds / options.Seconds:P1} of a core"),
            P50 = null,
            P99 = null,
            P999 = null,
        };
    }

    private static Task<IReadOnlyList<Member>> ConnectAsync(
        LoadOptions options, string names, int count, Tally tally, CancellationToken cancellation) =>
        OpenAsync(count, async i =>
        {
            var member = new Member(tally);
            await member.ConnectAsync(options.Url, $"{names}-{i}", cancellation);
            return member;
        }, cancellation);
}
