using System.Runtime.InteropServices;

namespace Streaming.Node.Lifecycle;

/// <summary>
/// The first SIGTERM or SIGINT drains the node, which may take a while. Whoever sends a second one does not want to wait:
/// the process ends at once, with the exit code that a shell gives for that signal.
/// </summary>
internal sealed class SecondSignal : IHostedService, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true; // the host stops by itself, and its exit code counts
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(128 + (signal.Signal == PosixSignal.SIGINT ? 2 : 15));
    }
}
