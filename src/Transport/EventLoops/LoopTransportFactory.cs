using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.EventLoops;

/// <summary>The web server's sockets on the event loops. Addresses of other kinds stay with the server's own.</summary>
internal sealed class LoopTransportFactory(EventLoopSet loops, ILogger<LoopTransportFactory> logger)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Backlog = 512;

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = Listen(endpoint);
        // Connections inherit it: what a round has gathered must not wait for the peer's acknowledgement.
        socket.NoDelay = true;
        socket.Blocking = false;
        return ValueTask.FromResult<IConnectionListener>(new LoopListener(socket, loops, logger));
    }

    private static Socket Listen(EndPoint endpoint)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            if (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
                throw new AddressInUseException(exception.Message, exception);
            throw;
        }
    }
}
