using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Streaming.Benchmarks.Load;

/// <summary>
/// Clients that begin a handshake and never end it, and begin another when the server gives one up. They are a process of their own of the lowest
/// priority: attackers have machines of their own, and those who measure must not wait for them.
/// </summary>
internal sealed class HalfOpenHandshakes : IAsyncDisposable
{
    /// <summary>The first argument of that process; its address and the number of clients follow.</summary>
    public const string Verb = "half-open";

    private const string Begun = "begun";
    private static readonly byte[] Half = Encoding.ASCII.GetBytes("GET /ws HTTP/1.1\r\nHost: load.example\r\nX-Slow: ");

    private readonly Process? _process;

    private HalfOpenHandshakes(Process? process) => _process = process;

    /// <summary>Returns when all of them are there.</summary>
    /// <exception cref="IOException">They could not begin.</exception>
    public static async Task<HalfOpenHandshakes> BeginAsync(Uri url, int count, CancellationToken cancellation)
    {
        if (count == 0)
            return new HalfOpenHandshakes(null);

        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(HalfOpenHandshakes).Assembly.Location, Verb, url.ToString(), count.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        var halves = new HalfOpenHandshakes(Process.Start(start)!);
        try
        {
            halves._process!.PriorityClass = ProcessPriorityClass.Idle;
            return await halves._process.StandardOutput.ReadLineAsync(cancellation) == Begun
                ? halves
                : throw new IOException("the half-open handshakes could not begin");
        }
        catch
        {
            await halves.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the other process does, until its input ends.</summary>
    public static async Task RunAsync(Uri url, int count)
    {
        try
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await probe.ConnectAsync(url.Host, url.Port);
        }
        catch (SocketException exception)
        {
            // None could ever begin; ending says so.
            Console.Error.WriteLine($"{url}: {exception.Message}");
            return;
        }

        using var over = new CancellationTokenSource();
        int begun = 0;
        var running = Enumerable.Range(0, count).Select(_ => RunOneAsync(url, Tell, over.Token)).ToList();
        await Console.In.ReadToEndAsync();
        await over.CancelAsync();
        await Task.WhenAll(running);

        void Tell()
        {
            if (Interlocked.Increment(ref begun) == count)
                Console.WriteLine(Begun);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task RunOneAsync(Uri url, Action whenBegun, CancellationToken cancellation)
    {
        byte[] answer = new byte[1024];
        while (!cancellation.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(url.Host, url.Port, cancellation);
                await socket.SendAsync(Half, cancellation);
                whenBegun();
                while (await socket.ReceiveAsync(answer, cancellation) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Given up by the server, or the end of the run.
            }
        }
    }
}
