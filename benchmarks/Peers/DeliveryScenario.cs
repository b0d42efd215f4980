using System.Globalization;
using Streaming.Benchmarks.Load;
using Streaming.Support;

namespace Streaming.Benchmarks.Peers;

/// <summary>
/// From one node to another: publishers on the first, listeners on the second, over real WebSockets and one Redis. Some rooms live on
/// the one, some on the other, as their shards fall. Latency is from the moment a message was meant to leave to its arrival.
/// </summary>
internal sealed class DeliveryScenario(PeerOptions options, int redisPort)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Not counted: both nodes compile what is hot in the first seconds.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using NodeProcess publishing = await StartAsync("n1"), listening = await StartAsync("n2");
        await SettledAsync(publishing, cancellation);
        await RunAsync(publishing, listening, "warm-up", WarmUp, cancellation);
        Tally tally = await RunAsync(publishing, listening, "measured", TimeSpan.FromSeconds(options.Seconds), cancellation);

        Console.WriteLine("| cross-node delivery | delivered | p50 ms | p99 ms | p99.9 ms | lost, doubled, refused |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {options.Rate} messages/s in {options.Rooms} rooms, {options.Size} B | {tally.DeliveredCount} | {Ms(tally, 0.5)} | {Ms(tally, 0.99)} | {Ms(tally, 0.999)} | {tally.LostCount}, {tally.DoubledCount}, {tally.RefusedCount} |"));
        if (tally.FirstTrouble is { } trouble)
            Console.Error.WriteLine($"delivery: {trouble}");
        return tally.LostCount + tally.DoubledCount + tally.RefusedCount == 0;
    }

    private static string Ms(Tally tally, double share) =>
        tally.Latency.Percentile(share).TotalMilliseconds.ToString("0.##", CultureInfo.InvariantCulture);

    private Task<NodeProcess> StartAsync(string id) => NodeProcess.StartAsync(
        ["--Streaming:RateLimitEnabled=false", "--Streaming:Limits:MaxConnectionsPerUser=0"],
        new Dictionary<string, string?> { ["REDIS_URL"] = $"redis://127.0.0.1:{redisPort}", ["NODE_ID"] = id },
        place: NodePlace.Here with { Program = options.Node });

    private static async Task SettledAsync(NodeProcess node, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (!(await http.GetStringAsync(new Uri(node.Address, "/cluster/members"), patience.Token)).Contains("\"misplaced\":0", StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }

    private async Task<Tally> RunAsync(
        NodeProcess publishing, NodeProcess listening, string name, TimeSpan time, CancellationToken cancellation)
    {
        var tally = new Tally();
        using var connected = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Member[] publishers = await EnterAsync(publishing, tally, $"{name}-publisher", name, isQuiet: true, connected.Token);
        Member[] listeners = await EnterAsync(listening, tally, $"{name}-listener", name, isQuiet: false, connected.Token);
        await Task.Factory.StartNew(() => Publish(publishers, time, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await ArrivedAsync(publishers, listeners, tally, cancellation);

        // What breaks from here on was hung up.
        await connected.CancelAsync();
        foreach (Member member in publishers.Concat(listeners))
            member.Dispose();
        return tally;
    }

    private async Task<Member[]> EnterAsync(
        NodeProcess node, Tally tally, string user, string room, bool isQuiet, CancellationToken cancellation)
    {
        var members = new Member[options.Rooms];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = new Member(tally) { IsQuiet = isQuiet };
            await members[i].ConnectAsync(node.Address, $"{user}-{i}", cancellation);
            await members[i].JoinAsync($"{room}-{i}", cancellation);
        }

        return members;
    }

    private void Publish(Member[] publishers, TimeSpan time, CancellationToken cancellation)
    {
        string text = new('x', options.Size);
        var pace = new PrecisePace(options.Rate);
        for (int i = 0; i < time.TotalSeconds * options.Rate && !cancellation.IsCancellationRequested; i++)
            publishers[i % publishers.Length].PublishAsync(pace.Next(), text, cancellation).GetAwaiter().GetResult();
    }

    private static async Task ArrivedAsync(Member[] publishers, Member[] listeners, Tally tally, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (tally.AckedCount + tally.RefusedCount < publishers.Sum(static one => one.SentCount)
                || publishers.Zip(listeners).Any(static pair => pair.Second.Seq < pair.First.AckedSeq))
            {
                await Task.Delay(5, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            tally.NeverCame(Math.Max(1, publishers.Sum(static one => one.SentCount) - tally.DeliveredCount));
        }
    }
}
