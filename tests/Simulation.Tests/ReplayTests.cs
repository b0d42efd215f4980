using System.Diagnostics;
using System.Globalization;
using Streaming.Simulation.Scenarios;
using Xunit;

namespace Streaming.Simulation.Tests;

/// <summary>The seed is the run: again, on another thread, in another process.</summary>
public sealed class ReplayTests
{
    private const int Seeds = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public void Run_OfTheSameSeedTwice_HasTheSameTrace()
    {
        var first = SeedRange.Run(start: 1, Seeds).ToDictionary(result => result.Seed, result => result.TraceHash);
        var second = SeedRange.Run(start: 1, Seeds).ToDictionary(result => result.Seed, result => result.TraceHash);

        Assert.Equal(first.OrderBy(one => one.Key), second.OrderBy(one => one.Key));
    }

    [Fact]
    public void Run_OfDifferentSeeds_HasDifferentTraces() =>
        Assert.Equal(Seeds, SeedRange.Run(start: 1, Seeds).Select(result => result.TraceHash).Distinct().Count());

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(35)]
    public async Task Run_InAnotherProcess_HasTheSameTrace(ulong seed)
    {
        ulong here = SeedRun.Run(seed).TraceHash;

        // Its own process has its own seed for the hashes of strings, and whatever else differs from run to run.
        using var program = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(SeedRun).Assembly.Location, "--seeds", "1", "--start", seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(Deadline);
        string said = await program.StandardOutput.ReadToEndAsync(deadline.Token);
        await program.WaitForExitAsync(deadline.Token);

        Assert.Equal(0, program.ExitCode);
        Assert.Contains($"trace {here:x16}", said, StringComparison.Ordinal);
    }
}
