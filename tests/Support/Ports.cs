using System.Net;
using System.Net.Sockets;

namespace Streaming.Support;

/// <summary>Ports of the loopback address.</summary>
public static class Ports
{
    /// <summary>A Redis in a cluster also takes the port so far above its own.</summary>
    private const int ClusterBus = 10_000;

    public static int FindFree()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (port + ClusterBus <= IPEndPoint.MaxPort)
                return port;
        }
    }

    /// <summary>Waits until somebody listens there.</summary>
    public static async Task WaitForAsync(int port, TimeSpan patience, Func<bool> isAlive)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
                return;
            }
            catch (SocketException) when (isAlive())
            {
                await Task.Delay(5, deadline.Token);
            }
        }
    }
}
