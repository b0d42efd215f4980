using System.Net;
using System.Net.Sockets;

namespace Streaming.Chaos.Clusters;

/// <summary>Ports of the loopback address.</summary>
internal static class Ports
{
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
