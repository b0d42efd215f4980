using System.Runtime.CompilerServices;
using System.Text;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Protocols;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>S1 in ever larger rooms: what a delivery costs, and how long it takes one more to join and to get the newest page of history.</summary>
internal sealed class ListenerGrowthScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Window = 32;
    private const int Times = 21;

    private static readonly int[] Sizes = [100, 1_000, 10_000];
    private static readonly Metric JoinTime = new("join_ms", "connect and join ms, median", 2);
    private static readonly Metric PageTime = new("page_ms", "history page ms, median", 2);

    public override string Name => "s7-listeners";

    public override string Summary => $"s1 with {string.Join(", ", Sizes.Select(static one => $"{one:N0}"))} listeners";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int size in Sizes)
            yield return await WithAsync(peer, (generator, server) => Measure(peer.Protocol, generator, server, size), cancellation);
    }

    private Reading Measure(IPeerProtocol protocol, LoadGenerator generator, PeerServer server, int size)
    {
        AddFeeds(generator, rooms: 1, size);
        generator.SetUp();
        LoadFigures figures = generator.Run(new WindowPace(Window), WarmUp, Measured);
        double join = TimeJoins(generator);
        var reading = Reading.Of($"{size:N0} listeners", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery), (JoinTime, join));
        PublishedStream stream = generator.Streams[0];
        return protocol.HistoryTargetOf(stream.Publisher.Number, Encoding.ASCII.GetString(stream.Room.Name)) is { } target
            ? reading.With(PageTime, TimePages(new Uri($"http://127.0.0.1:{server.Ports[0]}{target}")))
            : reading;
    }

    private static double TimeJoins(LoadGenerator generator)
    {
        Room room = generator.Streams[0].Room;
        return Median(() =>
        {
            generator.Connect().Enter(room, isListening: true);
            return generator.SetUp();
        });
    }

    private static double TimePages(Uri page)
    {
        using var http = new HttpClient();
        return Median(() =>
        {
            long began = Clock.Now;
            using HttpResponseMessage answer = http.Send(new HttpRequestMessage(HttpMethod.Get, page));
            answer.EnsureSuccessStatusCode();
            return TimeSpan.FromMicroseconds((Clock.Now - began) / 1000.0);
        });
    }

    /// <returns>Milliseconds.</returns>
    private static double Median(Func<TimeSpan> measure) =>
        Enumerable.Range(0, Times).Select(_ => measure().TotalMilliseconds).Order().ElementAt(Times / 2);
}
