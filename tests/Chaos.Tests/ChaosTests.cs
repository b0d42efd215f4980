using Streaming.Chaos.Reports;
using Streaming.Chaos.Runs;
using Streaming.Support;
using Xunit.Abstractions;

namespace Streaming.Chaos.Tests;

/// <summary>The promises of docs/protocol.md under real faults: a short run of <c>./build.sh chaos</c>.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>A promise about time is the longer run's, on a machine that does nothing else; here it only says that something hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Cluster_UnderEveryFault_KeepsEveryPromise()
    {
        var options = new ChaosOptions
        {
            Seed = 1, Duration = TimeSpan.FromSeconds(60), Clients = 50, Rooms = 20, Rate = 60, Patience = Patience, GhostSlack = Patience,
            Folder = Checkout.PathOf("artifacts", "chaos-test"),
        };

        ChaosReport report = await new ChaosRun(options, output.WriteLine).RunAsync(CancellationToken.None);

        output.WriteLine(ReportTable.Of(report));
        Assert.True(report.Violations.Count == 0, ReportTable.Of(report));
        Assert.True(report.Acked >= 500, "a green run proves little if nothing happened in it");
        Assert.All(report.Faults, static kind => Assert.True(kind.Times > 0));
        Assert.Equal(8, report.Faults.Count);
    }
}
