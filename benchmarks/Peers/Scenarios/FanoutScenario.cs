using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>One room, one publisher, so many messages in flight until the last listener has each.</summary>
internal sealed class FanoutScenario(PeerOptions options, string name, int listeners, int window) : LoadScenario(options)
{
    public override string Name => name;

    public override string Summary => $"1 room, {listeners:N0} listeners, 1 publisher, {window} in flight until the last listener has it";

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await WithAsync(peer, (generator, _) => Measure(generator), cancellation);
    }

    private Reading Measure(LoadGenerator generator)
    {
        AddFeeds(generator, rooms: 1, listeners);
        generator.SetUp();
        return Reading.Of("", generator.Run(new WindowPace(window), WarmUp, Measured));
    }
}
