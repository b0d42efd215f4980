using Streaming.Actors.Peers;

namespace Streaming.Contracts;

/// <summary>The links of three nodes that reach each other; nobody receives yet.</summary>
public sealed class LinksUnderTest(IPeerLink a, IPeerLink b, IPeerLink c, Func<ValueTask> dispose) : IAsyncDisposable
{
    public IPeerLink A => a;

    public IPeerLink B => b;

    public IPeerLink C => c;

    public ValueTask DisposeAsync() => dispose();
}
