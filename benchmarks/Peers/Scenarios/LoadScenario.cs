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

    public virtual bool IsLong => false;

    public virtual bool IsFor(IPeer peer) => true;

    public abstract IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, CancellationToken cancellation);

    /// <summary>Whether what a server delivered lets its figures count.</summary>
    protected virtual bool IsRight(Ledger ledger) => ledger.WrongCount == 0;

    /// <summary>Starts a server, does this with a generator for it, and ends both.</summary>
    protected async Task<T> WithAsync<T>(
        IPeer peer, Func<LoadGenerator, PeerServer, T> measure, CancellationToken cancellation, int nodes = 1)
    {
        await using PeerServer server = await peer.StartAsync(nodes, cancellation);
        using var generator = new LoadGenerator(peer.Protocol, server, options.Size, cancellation);
        try
        {
            T result = measure(generator, server);
            if (generator.Ledger is var ledger && !IsRight(ledger))
            {
                throw new VoidRunException(
                    $"{ledger.LostCount} lost, {ledger.DoubledCount} doubled, {ledger.MisplacedCount} misplaced; first: {ledger.FirstTrouble}");
            }

            return result;
        }
        catch (VoidRunException) when (!cancellation.IsCancellationRequested)
        {
            // If it is because the server is gone, that is the better message.
            server.MustRun();
            throw;
        }
    }

    /// <summary>Rooms whose members all listen and publish.</summary>
    /// <param name="nodes">Over which each room's members are spread.</param>
    protected static void AddRooms(LoadGenerator generator, int rooms, int members, int nodes = 1)
    {
        for (int i = 0; i < rooms; i++)
        {
            var room = new Room($"room-{i}");
            for (int k = 0; k < members; k++)
            {
                ClientConnection member = generator.Connect(k % nodes);
                member.Enter(room, isListening: true);
                generator.AddStream(member, room);
            }
        }
    }

    /// <summary>Rooms with one publisher each, who does not listen.</summary>
    protected static void AddFeeds(LoadGenerator generator, int rooms, int listeners, int publishingNode = 0, int listeningNode = 0)
    {
        for (int i = 0; i < rooms; i++)
        {
            var room = new Room($"feed-{i}");
            ClientConnection publisher = generator.Connect(publishingNode);
            publisher.Enter(room, isListening: false);
            generator.AddStream(publisher, room);
            for (int k = 0; k < listeners; k++)
                generator.Connect(listeningNode).Enter(room, isListening: true);
        }
    }
}
