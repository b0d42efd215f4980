using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Streaming.Support;

/// <summary>The real program in a process of its own, on a free port of the loopback address if it is not told another place.</summary>
public sealed partial class NodeProcess : IAsyncDisposable
{
    /// <summary>For anything that should take far less; a test fails by it only when something hangs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // A shell ignores Ctrl-C for what it runs in the background, and every process below inherits that; the node is to be
    // started as a person would.
    private static readonly string[] Program =
        OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];

    private readonly Process _process;
    private readonly TextWriter? _log;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process, TextWriter? log)
    {
        _process = process;
        _log = log;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The node ended: " + Output));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>Every line it has printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The lines among them that went to stderr.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    public int ExitCode => _process.ExitCode;

    /// <param name="environment">Variables for it; a null value removes one.</param>
    /// <param name="folder">The working directory; settings are looked for in its <c>config</c>.</param>
    /// <param name="place">Where it runs; by default here, on a port of its own choice.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public static async Task<NodeProcess> StartAsync(
        IEnumerable<string>? arguments = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null,
        NodePlace? place = null)
    {
        place ??= NodePlace.Here;
        NodeProcess node = Launch([.. arguments ?? [], "--urls", place.Url], environment, folder, place);
        try
        {
            node.Address = await node._listening.Task.WaitAsync(Deadline);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it without waiting for it to listen: for starts that are meant to fail.</summary>
    /// <param name="folder">The working directory; settings are looked for in its <c>config</c>.</param>
    public static NodeProcess Launch(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null,
        NodePlace? place = null)
    {
        string[] program = [.. place?.Within ?? [], .. Program];
        var start = new ProcessStartInfo(program[0])
        {
            WorkingDirectory = folder ?? Checkout.PathOf("src", "Node"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string part in program[1..])
            start.ArgumentList.Add(part);
        start.ArgumentList.Add(
            place?.Program ?? Checkout.PathOf("src", "Node", "bin", Checkout.Configuration, "net10.0", "Streaming.Node.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        // What is compiled a second time for how it is used pays in hours; these live for seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        TextWriter? log = place?.LogFile is { } path ? TextWriter.Synchronized(new StreamWriter(path, append: true) { AutoFlush = true }) : null;
        var node = new NodeProcess(new Process { StartInfo = start }, log);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Asks it to end, as a service manager would.</summary>
    public Task SignalAsync(string signal) => _process.SignalAsync(signal);

    /// <summary>Ends it as a crash would (SIGKILL), and waits for that.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    private void TakeError(string? line)
    {
        if (line is not null)
            _errors.Enqueue(line);
        Take(line);
    }

    private void Take(string? line)
    {
        if (line is null)
            return;

        _output.Enqueue(line);
        _log?.WriteLine(line);
        if (AddressPattern().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Value));
    }

    [GeneratedRegex(@"http://\d+\.\d+\.\d+\.\d+:[1-9]\d*")]
    private static partial Regex AddressPattern();
}
