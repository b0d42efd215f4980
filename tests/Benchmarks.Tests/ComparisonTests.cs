using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Scenarios;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Tests;

public sealed class ComparisonTests
{
    private static readonly PeerOptions ThreeRounds = new() { Rounds = 3 };

    public static TheoryData<Exception> Failures =>
    [
        new VoidRunException("lost"), new TimeoutException(), new HttpRequestException(), new OperationCanceledException(), new ArgumentException(),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Round_ThatFailsInAnyWay_IsVoid_AndTheOthersCount(Exception failure)
    {
        var scenario = new Scenario((peer, round) => (peer, round) == ("ws", 2) ? throw failure : round);
        var comparison = new Comparison(ThreeRounds, [scenario], [new Peer("ours"), new Peer("ws")]);

        await comparison.RunAsync(CancellationToken.None);

        LoadResults load = Assert.Single(comparison.Results.Loads);
        Assert.Equal([1, 2, 3], load.Rounds("ours", Metric.PerSecond));
        Assert.Equal([1, 3], load.Rounds("ws", Metric.PerSecond));
        Assert.Equal(1, comparison.Results.VoidCount);
    }

    [Fact]
    public async Task Run_ThatIsBrokenOff_HasWhatWasMeasured_AndNothingVoid()
    {
        using var run = new CancellationTokenSource();
        var scenario = new Scenario((_, round) =>
        {
            if (round < 3)
                return round;
            run.Cancel();
            throw new IOException("its server was ended by the same signal");
        });
        var comparison = new Comparison(ThreeRounds, [scenario], [new Peer("ours")]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => comparison.RunAsync(run.Token));

        Assert.Equal([1, 2], Assert.Single(comparison.Results.Loads).Rounds("ours", Metric.PerSecond));
        Assert.Equal(0, comparison.Results.VoidCount);
    }

    private sealed class Scenario(Func<string, int, double> measure) : IScenario
    {
        private readonly Dictionary<string, int> _rounds = [];

        public string Name => "some";

        public string Summary => "for a test";

        public async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            int round = _rounds[peer.Name] = _rounds.GetValueOrDefault(peer.Name) + 1;
            yield return new Reading("", new Dictionary<Metric, double> { [Metric.PerSecond] = measure(peer.Name, round) });
        }
    }

    private sealed class Peer(string name) : IPeer
    {
        public string Name => name;

        public IPeerProtocol Protocol => throw new NotSupportedException();

        public Task<PeerServer> StartAsync(int nodes, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
