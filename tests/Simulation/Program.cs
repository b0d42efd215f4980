using System.Diagnostics;
using System.Globalization;
using Streaming.Simulation;
using Streaming.Simulation.Checks;
using Streaming.Simulation.Scenarios;

if (CommandLine.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

var watch = Stopwatch.StartNew();
int done = 0;
int failed = 0;
long steps = 0;
long asks = 0;
TimeSpan simulated = TimeSpan.Zero;
TimeSpan reported = TimeSpan.Zero;

foreach (RunResult result in SeedRange.Run(asked.Start, asked.Seeds, asked.Verbose ? Console.WriteLine : null))
{
    done++;
    steps += result.Steps;
    asks += result.Asks;
    simulated += result.Simulated;
    if (!result.Violations.IsEmpty)
    {
        failed++;
        Console.WriteLine($"seed {result.Seed} failed:");
        foreach (Violation violation in result.Violations)
            Console.WriteLine($"  {violation}");
        Console.WriteLine($"  replay: ./build.sh simulate --seeds 1 --start {result.Seed} --verbose");
    }

    if (watch.Elapsed - reported > TimeSpan.FromSeconds(5) || done == asked.Seeds)
    {
        reported = watch.Elapsed;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{done} of {asked.Seeds} seeds, {failed} failed; {done / watch.Elapsed.TotalSeconds:F0} seeds/s, {asks} requests and {steps} steps in {simulated.TotalHours:F1} simulated hours"));
    }

    if (asked.Seeds == 1)
        Console.WriteLine($"trace {result.TraceHash:x16}");
}

return failed == 0 ? 0 : 1;
