using System.Runtime.InteropServices;
using Streaming.Benchmarks.Peers;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Scenarios;
using Streaming.Benchmarks.Peers.Serving;

// More than the connections of any scenario, for this process and for each server.
const int OpenFiles = 200_000;

if (PeerOptions.Parse(args, out string problem) is not { } options)
    return Complain(problem);

options = options with { OpenFiles = LibC.RaiseOpenFiles(OpenFiles) };
IReadOnlyList<IScenario> scenarios = ScenarioCatalogue.All(options);
IReadOnlyList<IPeer> peers = PeerCatalogue.All(options.Places);
if (options.Scenarios?.Except(scenarios.Select(static one => one.Name)).FirstOrDefault() is { } scenario)
    return Complain($"There is no scenario '{scenario}', but: {string.Join(' ', scenarios.Select(static one => one.Name))}.");
if (options.Peers?.Except(peers.Select(static one => one.Name)).FirstOrDefault() is { } peer)
    return Complain($"There is no server '{peer}', but: {string.Join(' ', peers.Select(static one => one.Name))}.");

using var run = new CancellationTokenSource(options.Deadline);
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, BreakOff);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, BreakOff);
var comparison = new Comparison(
    options,
    [.. scenarios.Where(one => options.Scenarios?.Contains(one.Name) ?? !one.IsLong)],
    [.. peers.Where(one => options.Peers?.Contains(one.Name) ?? !one.IsByNameOnly)]);
try
{
    await comparison.RunAsync(run.Token);
    return comparison.Results.VoidCount == 0 ? 0 : 1;
}
catch (OperationCanceledException e)
{
    Console.Error.WriteLine($"The run was broken off: {e.Message}");
    return 1;
}
finally
{
    if (options.Out.Length > 0)
        await comparison.Results.SaveAsync(options.Out);
}

// The second time it ends at once.
void BreakOff(PosixSignalContext signal)
{
    signal.Cancel = !run.IsCancellationRequested;
    run.Cancel();
}

static int Complain(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(PeerOptions.Usage);
    return 2;
}
