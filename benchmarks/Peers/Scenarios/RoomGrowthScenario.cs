using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>The same connections and the same messages in ever more rooms: what a delivery and a room cost.</summary>
internal sealed class RoomGrowthScenario(PeerOptions options) : LoadScenario(options)
{
    private const int LeastConnections = 1_000;
    private const int Members = 10;

    /// <summary>Of one user, so that a connection never stands for a crowd: a node lets a user be in 50 unless it is told otherwise.</summary>
    private const int MostRooms = 100;

    private const int FirstRooms = LeastConnections / Members;
    private const double Rate = 2_000;

    private static readonly int[] Counts = [100, 1_000, 10_000, 100_000];
    private static readonly Metric PerRoom = new("kib_per_room", $"KiB a room of {Members}", 1, IsCompared: true);

    public override string Name => "s7-rooms";

    public override string Summary =>
        $"{string.Join(", ", Counts.Select(static one => $"{one:N0}"))} rooms of {Members} among {LeastConnections:N0} connections (more where each were in over {MostRooms}), {Rate:N0} messages/s over all of them";

    public override bool IsLong => true;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int count in Counts)
            yield return await WithAsync(peer, (generator, server) => Measure(generator, server, count), cancellation);
    }

    private Reading Measure(LoadGenerator generator, PeerServer server, int count)
    {
        // All connections are there first, as many as have a place in a room of the first hundred, so that what grows then is rooms.
        int connectionCount = Math.Max(LeastConnections, count * Members / MostRooms);
        ClientConnection[] connections = [.. Enumerable.Range(0, connectionCount).Select(_ => generator.Connect())];
        AddRooms(generator, connections, 0, FirstRooms);
        generator.SetUp();
        generator.Idle(TimeSpan.FromSeconds(1));
        long before = server.ResidentBytes;
        AddRooms(generator, connections, FirstRooms, count);
        generator.SetUp();
        generator.Idle(TimeSpan.FromSeconds(1));
        long grown = server.ResidentBytes - before;
        LoadFigures figures = generator.Run(new RatePace(Rate), WarmUp, Measured);
        Reading reading = Reading.Of($"{count:N0} rooms", figures, (Metric.CpuPerDelivery, figures.ServerCpuPerDelivery));
        return count > FirstRooms ? reading.With(PerRoom, grown / 1024.0 / (count - FirstRooms)) : reading;
    }

    private static void AddRooms(LoadGenerator generator, ClientConnection[] connections, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            var room = new Room($"room-{i}");
            for (int k = 0; k < Members; k++)
                connections[((i * Members) + k) % connections.Length].Enter(room, isListening: true);
            generator.AddStream(connections[i * Members % connections.Length], room);
        }
    }
}
