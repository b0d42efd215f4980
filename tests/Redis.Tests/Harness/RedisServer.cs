using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Streaming.Redis.Tests.Harness;

/// <summary>A Redis of its own for tests: on a free port of this machine, in a folder that goes with it, with nothing saved.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("redis-test-").FullName;
    private readonly string _more;
    private Process? _process;

    public RedisServer()
        : this("")
    {
    }

    /// <param name="more">Further arguments of the server.</param>
    internal RedisServer(string more) => _more = more;

    public int Port { get; } = FreePort();

    /// <summary>A connection for the test itself.</summary>
    public IConnectionMultiplexer Redis { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await StartAsync();
        Redis = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Redis.DisposeAsync();
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(Port);

    internal static Task<ConnectionMultiplexer> ConnectAsync(params int[] ports)
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false, AllowAdmin = true, BacklogPolicy = BacklogPolicy.FailFast, ReconnectRetryPolicy = new LinearRetry(100),
            HeartbeatInterval = TimeSpan.FromMilliseconds(200),
        };
        foreach (int port in ports)
            options.EndPoints.Add(IPAddress.Loopback, port);

        return ConnectionMultiplexer.ConnectAsync(options);
    }

    public Task StartAsync() => StartAsync("");

    /// <param name="more">Further arguments, for this start alone.</param>
    public async Task StartAsync(string more)
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server", $"--port {Port} --bind 127.0.0.1 --dir {_folder} --save \"\" --appendonly no {_more} {more}")
        { RedirectStandardOutput = true })!;
        _process.BeginOutputReadLine();
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Stops the process where it is; connections stay.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>Completes when so much time has passed for the server.</summary>
    public static async Task PassAsync(IServer server, TimeSpan time)
    {
        // A little more: the server's clock for leases counts milliseconds.
        DateTime until = await server.TimeAsync() + time + TimeSpan.FromMilliseconds(2);
        while (await server.TimeAsync() < until)
            await Task.Delay(1);
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;

            // A server in a cluster also takes the port 10,000 above.
            if (port < 55_000)
                return port;
        }
    }
}
