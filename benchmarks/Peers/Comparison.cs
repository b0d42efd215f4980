using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Scenarios;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers;

/// <summary>Runs scenario after scenario, in rounds in which the servers take turns, and says how far it is.</summary>
internal sealed class Comparison(PeerOptions options, IReadOnlyList<IScenario> scenarios, IReadOnlyList<IPeer> peers)
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public RunResults Results { get; } = new();

    /// <exception cref="OperationCanceledException">It was broken off; what was measured until then is in <see cref="Results"/>.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (IScenario scenario in scenarios)
        {
            Console.WriteLine($"{scenario.Name}: {scenario.Summary}");
            try
            {
                for (int round = 1; round <= options.Rounds; round++)
                {
                    foreach (IPeer peer in peers.Where(scenario.IsFor))
                        await MeasureAsync(scenario, peer, round, cancellation);
                }
            }
            finally
            {
                Console.WriteLine();
                foreach (LoadResults load in Results.Loads.Where(load => load.Scenario == scenario))
                    Console.WriteLine(load.ToMarkdown());
            }
        }
    }

    private async Task MeasureAsync(IScenario scenario, IPeer peer, int round, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await foreach (Reading reading in scenario.MeasureAsync(peer, cancellation))
            {
                string who = reading.Measured ?? peer.Name;
                Results.Add(scenario, peer.Name, round, reading);
                IEnumerable<string> values = reading.Values.Select(static one => $"{one.Key.Format(one.Value)} {one.Key.Name}");
                Say(round, who, $"{(reading.Load.Length > 0 ? $"{reading.Load}: " : "")}{string.Join(", ", values)}");
            }
        }
        catch (Exception e)
        {
            // What breaks when a run is broken off says nothing about a server; anything else is a server's, and the others go on.
            cancellation.ThrowIfCancellationRequested();
            Results.AddVoid(scenario, peer.Name, round);
            Say(round, peer.Name, $"VOID: {(e is VoidRunException ? e.Message : $"{e.GetType().Name}: {e.Message}")}");
        }
    }

    private void Say(int round, string who, string what) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,5:0} s  {round}/{options.Rounds}  {who,-16} {what}"));
}
