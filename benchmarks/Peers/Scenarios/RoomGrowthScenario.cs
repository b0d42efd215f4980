using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>The same connections and the same messages in ever more rooms: what a delivery and a room cost.</summary>
internal sealed class RoomGrowthScenario(PeerOptions options) : LoadScenario(options)
{
    private const int Connections = 1_000;
    private const int Members = 10;
    private const double Rate = 2_000;

    private static readonly int[] Counts = [100, 1_000, 10_000, 100_000];
    private static readonly Metric PerRoom = new("kib_per_room", $"KiB a room of {Members}", 1, IsCompared: true);

    public override string Name => "s7-rooms";

    public override string Summary =>
        $"{string.Join(", ", Counts.Select(static one => $"{one:N0}"))} rooms of {Members} among {Connections:N0} connections, {Rate:N0} messages/s over all of them";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int count in Counts)
            yield return await WithAsync(peer, (generator, server) => Measure(generator, server, count), cancellation);
    }

    private Reading Measure(LoadGenerator generator, PeerServer server, int count)
    {
        // All connections are there first, each in a room of the first hundred, so that what grows then is rooms.
        ClientConnection[] connections = [.. Enumerable.Range(0, Connections).Select(_ => generator.Connect())];
        AddRooms(generator, connections, 0, Connections / Members);
        generator.SetUp();
        generator.Idle(TimeSpan.FromSeconds(1));
        long before = server.ResidentBytes;
        AddRooms(generator, connections, Connections / Members, count);
        generator.SetUp();
        generator.Idle(TimeSpan.FromSeconds(1));
        long grown = server.ResidentBytes - before;
        LoadFigures figures = generator.Run(new RatePace(Rate), WarmUp, Measured);
        Reading reading = Reading.Of($"{count:N0} rooms", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery));
        return count > Connections / Members ? reading.With(PerRoom, grown / 1024.0 / (count - (Connections / Members))) : reading;
    }

    private static void AddRooms(LoadGenerator generator, ClientConnection[] connections, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            var room = new Room($"room-{i}");
            for (int k = 0; k < Members; k++)
                connections[((i * Members) + k) % Connections].Enter(room, isListening: true);
            generator.AddStream(connections[i * Members % Connections], room);
        }
    }
}
