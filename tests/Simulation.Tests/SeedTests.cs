using Streaming.Simulation.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace Streaming.Simulation.Tests;

/// <summary>The promises of docs/protocol.md under every fault that the harness knows, for the seeds of every test run.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int Seeds = 5000;

    [Fact]
    public void Seeds_UnderAllFaults_KeepEveryPromise()
    {
        int asks = 0;
        List<string> failures = [];
        foreach (RunResult result in SeedRange.Run(start: 1, Seeds))
        {
            asks += result.Asks;
            failures.AddRange(result.Violations.Select(violation =>
                $"seed {result.Seed}: {violation} (replay: ./build.sh simulate --seeds 1 --start {result.Seed} --verbose)"));
        }

        output.WriteLine($"{Seeds} seeds, {asks} requests");
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(20)));
    }

    /// <summary>A green run proves little if nothing happened in it.</summary>
    [Fact]
    public void Seeds_OnAverage_HaveHundredsOfRequestsAndThousandsOfSteps()
    {
        RunResult[] results = [.. SeedRange.Run(start: 1, count: 50)];

        Assert.InRange(results.Average(result => result.Asks), 100, 10_000);
        Assert.InRange(results.Average(result => result.Steps), 1000, 100_000);
    }
}
