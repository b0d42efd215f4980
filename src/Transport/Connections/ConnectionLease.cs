using System.Net;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Connections;

/// <summary>A connection's place on this node; disposing gives it back.</summary>
internal sealed class ConnectionLease(ConnectionRegistry registry, IPAddress? address, bool isExempt) : IDisposable
{
    private int _disposed;

    public IPAddress? Address { get; } = address;

    public bool IsExempt { get; } = isExempt;

    /// <summary>Whom it is counted for. Guarded by the registry.</summary>
    internal UserId? User { get; set; }

    internal ILiveConnection? Connection { get; set; }

    /// <summary>The second step of admission, to be called at most once.</summary>
    public Admission Bind(UserId user, ILiveConnection connection) => registry.Bind(this, user, connection);

    /// <summary>Another connection goes on with this one's session, and takes its place among the user's.</summary>
    public void Unbind() => registry.Unbind(this);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            registry.Release(this);
    }
}
