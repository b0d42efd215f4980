using System.Runtime.CompilerServices;
using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Serving;

namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>
/// Connections in rooms of ten to which nothing is done: what each takes of memory (what the resident memory of the server's processes
/// grows by, after some that warm it up) and, once all are there, of processor time, with the heartbeats that the server has by default.
/// </summary>
internal sealed class IdleScenario(PeerOptions options, string name, params int[] counts) : LoadScenario(options)
{
    private const int Members = 10;
    private const int FirstRooms = 20;

    /// <summary>Files that a server has open besides its connections.</summary>
    private const int OtherFiles = 500;

    /// <summary>Where the system does not let a process have as many, it is as many as it lets.</summary>
    private readonly int[] _counts = [.. counts.Select(count => Math.Min(count, (options.OpenFiles - OtherFiles) / Members * Members)).Distinct()];

    /// <summary>For what the joins have left behind to be dealt with.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>For compilers: what was run often is compiled anew in the background, which takes more time than thousands of idle connections do.</summary>
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(30);

    public override string Name => name;

    public override string Summary => $"{string.Join(", ", _counts.Select(static one => $"{one:N0}"))} connections in rooms of {Members}, idle for {Options.IdleSeconds} s after {Compiling.TotalSeconds} s of rest";

    public override bool IsLong => _counts.Length > 1;

    public override async IAsyncEnumerable<Reading> MeasureAsync(IPeer peer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int count in _counts)
            yield return await WithAsync(peer, (generator, server) => Measure(generator, server, count), cancellation);
    }

    private Reading Measure(LoadGenerator generator, PeerServer server, int count)
    {
        Add(generator, FirstRooms, "first");
        generator.SetUp();
        generator.Idle(Settling);
        long before = server.ResidentBytes;
        Add(generator, count / Members, "room");
        generator.SetUp();
        generator.Idle(Settling);
        long grown = server.ResidentBytes - before;
        generator.Idle(Compiling);
        LoadFigures idle = generator.Idle(TimeSpan.FromSeconds(Options.IdleSeconds));
        return new Reading(_counts.Length > 1 ? $"{count:N0} connections" : "", new Dictionary<Metric, double>
        {
            [Metric.PerConnection] = grown / 1024.0 / count,
            [Metric.IdleCpu] = idle.ServerCpuSeconds * 1e6 / idle.Seconds / (count + (FirstRooms * Members)),
            [Metric.GeneratorShare] = idle.GeneratorShare * 100,
        });
    }

    private static void Add(LoadGenerator generator, int rooms, string name)
    {
        for (int i = 0; i < rooms; i++)
        {
            var room = new Room($"{name}-{i}");
            for (int k = 0; k < Members; k++)
                generator.Connect().Enter(room, isListening: true);
        }
    }
}
