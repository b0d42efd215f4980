using System.Net;
using Streaming.Actors;
using Streaming.Actors.Limits;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>A connection's place on this node, and then its place in the cluster; disposing gives both back.</summary>
internal sealed class ConnectionLease(ConnectionRegistry registry) : IDisposable
{
    private int _disposed;

    /// <summary>What is counted for the whole cluster; null before it is, and for the exempt.</summary>
    internal ConnectionPlace? Place { get; set; }

    /// <summary>What its address is counted under, if it has one; null before the second step.</summary>
    public string? Address { get; private set; }

    internal ILiveConnection? Connection { get; set; }

    /// <summary>
    /// The second step of admission: whose it is and how it is named is known. To be called at most once; whoever is refused gives the session and
    /// the lease back.
    /// </summary>
    /// <param name="address">Null where there is none, as with a Unix socket; then it is not counted.</param>
    /// <exception cref="StoreAwayException">It cannot be counted now.</exception>
    public ValueTask<PlaceOutcome> TakePlaceAsync(ClientSession session, Principal principal, IPAddress? address)
    {
        Address = ClientAddress.NameOf(address);
        return registry.TakePlaceAsync(
            this, new ConnectionPlace(session.Id, session.Connection, session.User, Address, principal.Kind == PrincipalKind.Guest), principal);
    }

    /// <summary>The third step, to be called at most once.</summary>
    public Admission Bind(ILiveConnection connection) => registry.Bind(this, connection);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            registry.Release(this);
    }
}
