using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Streaming.Benchmarks.Load;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>One process of a server, and what Linux says of it. Disposed, it is killed, with whatever it started.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    /// <summary>Lines of output that are kept for when something goes wrong.</summary>
    private const int MostLines = 200;

    /// <summary>For a start that takes a second or two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _name;
    private readonly string? _ownFolder;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PeerProcess(string name, ProcessStartInfo start, string sign, string? ownFolder)
    {
        _name = name;
        _ownFolder = ownFolder;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data, sign);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, sign);
        _process.Exited += (_, _) => _serves.TrySetException(Ended());
    }

    public int Id => _process.Id;

    public double CpuSeconds => Figures.CpuSeconds ?? throw Ended();

    public long ResidentBytes => 1024 * (Figures.ResidentKiB ?? throw Ended());

    public int HandleCount => Directory.GetFiles($"/proc/{Id}/fd").Length;

    /// <param name="name">For messages.</param>
    /// <param name="sign">Part of the line by which it says, on either output, that it serves.</param>
    /// <param name="environment">Variables for it, besides those of this process; a null value removes one.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="isFolderItsOwn">True: the folder goes when it ends.</param>
    /// <exception cref="InvalidOperationException">It ended, or is not installed.</exception>
    public static async Task<PeerProcess> StartAsync(
        string name,
        string program,
        IEnumerable<string> arguments,
        string sign,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null,
        bool isFolderItsOwn = false,
        CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string variable, string? value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(variable);
            else
                start.Environment[variable] = value;
        }

        var process = new PeerProcess(name, start, sign, isFolderItsOwn ? folder : null);
        try
        {
            process._process.Start();
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not installed", e);
        }

        try
        {
            AppDomain.CurrentDomain.ProcessExit += process.OnExit;
            process._process.BeginOutputReadLine();
            process._process.BeginErrorReadLine();
            await process._serves.Task.WaitAsync(Patience, cancellation);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public void MustRun()
    {
        if (_process.HasExited)
            throw Ended();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }

    private ServerProcess Figures
    {
        get
        {
            MustRun();
            return new ServerProcess(Id);
        }
    }

    private InvalidOperationException Ended() => new($"{_name} ended: {string.Join('\n', _output)}");

    private void OnExit(object? sender, EventArgs e) => _process.Kill(entireProcessTree: true);

    private void Take(string? line, string sign)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        while (_output.Count > MostLines)
            _output.TryDequeue(out _);
        if (line.Contains(sign, StringComparison.Ordinal))
            _serves.TrySetResult();
    }
}
