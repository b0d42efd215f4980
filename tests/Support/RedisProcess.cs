using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Streaming.Support;

/// <summary>
/// A Redis in a process of its own, on a free port of the loopback address; or a Sentinel, which is the same program. Ended, it can be
/// started again with the data that it has then.
/// </summary>
/// <param name="arguments">
/// Those of <c>redis-server</c>, a configuration file in its folder first if there is one; its port, addresses and folder are added.
/// </param>
public sealed partial class RedisProcess(params string[] arguments) : IAsyncDisposable
{
    /// <summary>For a start that should take moments; one that reads a large file takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<TestFolder> _folder = new(static () => new TestFolder("redis"));
    private ConcurrentQueue<string> _output = new();
    private Process? _process;

    public int Port { get; } = Ports.FindFree();

    /// <summary>Where its data is; unless it is given, one that goes when this is disposed.</summary>
    public string Folder
    {
        get => field ?? _folder.Value.Path;
        init;
    }

    /// <summary>Where it listens besides 127.0.0.1.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>What it proves itself with; it then speaks nothing but TLS, with its replicas too, and asks no client for a certificate.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Gets every line that it prints, behind those that are there.</summary>
    public string? LogFile { get; init; }

    /// <summary>Completes when it serves: it may listen before, while it reads its file.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or ended; then with what it said.</exception>
    public Task StartAsync() => StartAsync(Serves(), []);

    /// <summary>Starts it as the replica of another; completes when it has what that one has.</summary>
    public Task StartAsReplicaAsync(RedisProcess master) => StartAsync(Follows(), ["--replicaof", $"127.0.0.1 {master.Port}"]);

    /// <summary>Completes when it has become a master, in this life of it that began as a replica.</summary>
    public async Task IsPromotedAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!_output.Any(static line => line.Contains("MASTER MODE enabled", StringComparison.Ordinal)))
            await Task.Delay(5, deadline.Token);
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops the process where it is; connections stay.</summary>
    public Task PauseAsync() => _process!.SignalAsync("STOP");

    public Task ContinueAsync() => _process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        if (_folder.IsValueCreated)
            _folder.Value.Dispose();
    }

    private async Task StartAsync(Regex sign, string[] more)
    {
        ConcurrentQueue<string> output = _output = new();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TextWriter? log = LogFile is null ? null : TextWriter.Synchronized(new StreamWriter(LogFile, append: true) { AutoFlush = true });
        string[] all = [.. arguments, .. PortArguments(), "--bind", "127.0.0.1", .. Addresses, "--dir", Folder, .. more];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("redis-server", all) { RedirectStandardOutput = true, WorkingDirectory = Folder },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                // The end of its output: it has ended.
                ready.TrySetException(new InvalidOperationException("redis-server ended: " + string.Join('\n', output)));
                log?.Dispose();
                return;
            }

            log?.WriteLine(line.Data);
            output.Enqueue(line.Data);
            if (sign.IsMatch(line.Data))
                ready.TrySetResult();
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("redis-server is not installed", e);
        }

        _process = process;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience);
    }

    // Nobody disposes of what a test could not set up whole.
    private void OnExit(object? sender, EventArgs e) => _process?.Kill();

    private string[] PortArguments() => Tls is null
        ? ["--port", $"{Port}"]
        :
        [
            "--port", "0", "--tls-port", $"{Port}", "--tls-replication", "yes", "--tls-auth-clients", "no",
            "--tls-cert-file", Tls.Certificate, "--tls-key-file", Tls.Key, "--tls-ca-cert-file", Tls.Authority,
        ];

    // The second is what a Sentinel says.
    [GeneratedRegex("Ready to accept connections|Sentinel ID is")]
    private static partial Regex Serves();

    // After it got everything, or what it had missed.
    [GeneratedRegex("sync: (Finished with success|Master accepted a Partial)")]
    private static partial Regex Follows();
}
