using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>A cost sheet: what a connection, a delivery, a publish and a room take of memory and processor time.</summary>
internal sealed class CostScenario(PeerOptions options) : LoadScenario(options)
{
    private const int IdleConnections = 5_000;
    private const int Listeners = 1_000;

    /// <summary>A second, and no more messages than <see cref="Publishes"/>: far from what a server can take, so hardly anything is coalesced.</summary>
    private const double Deliveries = 20_000;
    private const double Publishes = 2_000;

    private const int PublishRooms = 200;
    private const int SomeRooms = 2_000;
    private const int Rooms = 20_000;
    private const int RoomConnections = 200;

    /// <summary>A room that nobody uses leaves our memory after a minute.</summary>
    private static readonly TimeSpan Passivation = TimeSpan.FromSeconds(90);

    private static readonly int[] Fanouts = [1, 10, 100, 1_000];
    private static readonly Metric CpuPerPublish = new("server_cpu_us_per_publish", "server CPU µs a publish", 2);
    private static readonly Metric PerActiveRoom = new("kib_per_active_room", "KiB an active room", 2);
    private static readonly Metric PerPassiveRoom = new("kib_per_passive_room", "KiB a passive room", 2);

    public override string Name => "cost";

    public override string Summary =>
        $"cost sheet: {IdleConnections:N0} idle connections; up to {Deliveries:N0} deliveries/s at fan-outs of 1 to 1,000; "
        + $"{Publishes:N0} publishes/s that nobody hears; {Rooms:N0} rooms";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Reading idle in new IdleScenario(Options, Name, IdleConnections).MeasureAsync(peer, cancellation))
            yield return idle with { Load = "idle connection" };
        foreach (int fanout in Fanouts)
            yield return await WithAsync(peer, (generator, _) => MeasureFanout(generator, fanout), cancellation);
        yield return await WithAsync(peer, (generator, _) => MeasurePublishes(generator), cancellation);
        yield return await MeasureRoomsAsync(peer, cancellation);
    }

    private Reading MeasureFanout(LoadGenerator generator, int fanout)
    {
        AddFeeds(generator, Listeners / fanout, fanout);
        generator.SetUp();
        LoadFigures figures = generator.Run(new RatePace(Math.Min(Publishes, Deliveries / fanout)), WarmUp, Measured);
        return Reading.Of($"fan-out {fanout:N0}", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery));
    }

    private Reading MeasurePublishes(LoadGenerator generator)
    {
        AddFeeds(generator, PublishRooms, listeners: 0);
        generator.SetUp();
        LoadFigures figures = generator.Run(new RatePace(Publishes), WarmUp, Measured);
        return new Reading("publish", new Dictionary<Metric, double>
        {
            [CpuPerPublish] = figures.ServerCpuSeconds * 1e6 / figures.PublishedCount,
            [Metric.GeneratorShare] = figures.GeneratorShare * 100,
        });
    }

    /// <summary>
    /// An active room is what the memory grows by as the first rooms are entered, a passive one what stays of the second as many: their
    /// heap is what the first have left behind.
    /// </summary>
    private async Task<Reading> MeasureRoomsAsync(IPeer peer, CancellationToken cancellation)
    {
        await using PeerServer server = await peer.StartAsync(nodes: 1, cancellation);
        (long begun, long active, long passive) = EnterAndLeave(peer, server, "first", cancellation);
        (_, _, long later) = EnterAndLeave(peer, server, "second", cancellation);
        return new Reading("room", new Dictionary<Metric, double>
        {
            [PerActiveRoom] = (active - begun) / 1024.0 / Rooms,
            [PerPassiveRoom] = (later - passive) / 1024.0 / Rooms,
        });
    }

    /// <returns>The server's memory with some rooms, with so many more, and when they are passive.</returns>
    private (long Begun, long Active, long Passive) EnterAndLeave(
        IPeer peer, PeerServer server, string name, CancellationToken cancellation)
    {
        long begun, active;
        using (var generator = new LoadGenerator(peer.Protocol, server, Options.Size, cancellation))
        {
            ClientConnection[] connections = [.. Enumerable.Range(0, RoomConnections).Select(_ => generator.Connect())];
            begun = Enter($"{name}-some", SomeRooms);
            active = Enter(name, Rooms);

            long Enter(string rooms, int count)
            {
                for (int i = 0; i < count; i++)
                    connections[i % RoomConnections].Enter(new Room($"{rooms}-{i}"), isListening: true);
                generator.SetUp();
                generator.Idle(TimeSpan.FromSeconds(1));
                return server.ResidentBytes;
            }
        }

        using var nobody = new LoadGenerator(peer.Protocol, server, Options.Size, cancellation);
        nobody.Idle(Passivation);
        return (begun, active, server.ResidentBytes);
    }
}
