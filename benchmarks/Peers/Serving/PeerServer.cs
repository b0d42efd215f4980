namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>All processes of a server that runs: its nodes, and what they share. Disposed, they end.</summary>
/// <param name="ports">Where its nodes listen, in the order that the scenarios mean when they put publishers on one and listeners on another.</param>
/// <param name="processes">All whose work counts as the server's. Ended in this order.</param>
internal sealed class PeerServer(IReadOnlyList<int> ports, IReadOnlyList<PeerProcess> processes) : IAsyncDisposable
{
    public IReadOnlyList<int> Ports => ports;

    /// <summary>User and system time of all processes so far.</summary>
    public double CpuSeconds => processes.Sum(static one => one.CpuSeconds);

    /// <summary>Memory of all processes that is in RAM now, in bytes.</summary>
    public long ResidentBytes => processes.Sum(static one => one.ResidentBytes);

    /// <summary>Open file descriptors of all processes.</summary>
    public int HandleCount => processes.Sum(static one => one.HandleCount);

    /// <exception cref="InvalidOperationException">One has ended; with what it said.</exception>
    public void MustRun()
    {
        foreach (PeerProcess process in processes)
            process.MustRun();
    }

    public ValueTask DisposeAsync() => EndAsync(processes);

    /// <summary>Ends processes, one after the other.</summary>
    public static async ValueTask EndAsync(IEnumerable<PeerProcess> processes)
    {
        foreach (PeerProcess process in processes)
            await process.DisposeAsync();
    }
}
