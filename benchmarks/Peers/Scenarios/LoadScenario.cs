using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>A scenario of the load generator: a fresh server, some connections in some rooms, and what is then done to them.</summary>
internal abstract class LoadScenario(PeerOptions options) : IScenario
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    protected PeerOptions Options => options;

    protected TimeSpan WarmUp => TimeSpan.FromSeconds(options.WarmUp);

    protected TimeSpan Measured => TimeSpan.FromSeconds(options.Seconds);

    public virtual bool IsFor(IPeer peer) => true;

    public abstract Task<IReadOnlyList<Reading>> MeasureAsync(IPeer peer, CancellationToken cancellation);

    /// <summary>Starts a server, does this with a generator for it, and ends both.</summary>
    protected async Task<T> WithAsync<T>(
        IPeer peer, Func<LoadGenerator, PeerServer, T> measure, CancellationToken cancellation, int nodes = 1)
    {
        await using PeerServer server = await peer.StartAsync(nodes, cancellation);
        using var generator = new LoadGenerator(peer.Protocol, server, options.Size);
        try
        {
            T result = measure(generator, server);
            if (generator.Ledger.WrongCount > 0)
                throw new VoidRunException(
                    $"{generator.Ledger.LostCount} lost, {generator.Ledger.DoubledCount} doubled, {generator.Ledger.MisplacedCount} misplaced; first: {generator.Ledger.FirstTrouble}");
            return result;
        }
        catch (VoidRunException)
        {
            // If it is because the server is gone, that is the better message.
            server.MustRun();
            throw;
        }
    }

    /// <summary>One room of listeners, and one more connection that publishes into it.</summary>
    protected static void AddFanout(LoadGenerator generator, int listeners, Func<int, ReadingHabit>? habitOf = null)
    {
        var room = new Room("fanout");
        ClientConnection publisher = generator.Connect();
        publisher.Enter(room, isListening: false);
        generator.AddStream(publisher, room);
        for (int i = 0; i < listeners; i++)
            generator.Connect(habit: habitOf?.Invoke(i) ?? ReadingHabit.Prompt).Enter(room, isListening: true);
    }

    /// <summary>Rooms whose members all listen and publish.</summary>
    protected static void AddRooms(LoadGenerator generator, int rooms, int members)
    {
        for (int i = 0; i < rooms; i++)
        {
            var room = new Room($"room-{i}");
            for (int k = 0; k < members; k++)
            {
                ClientConnection member = generator.Connect(node: 0);
                member.Enter(room, isListening: true);
                generator.AddStream(member, room);
            }
        }
    }
}
