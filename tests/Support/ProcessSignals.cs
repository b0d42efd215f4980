using System.Diagnostics;

namespace Streaming.Support;

public static class ProcessSignals
{
    /// <summary>Sends a signal and completes when it is sent.</summary>
    /// <param name="signal">Its name without SIG, as <c>kill</c> takes it.</param>
    public static async Task SignalAsync(this Process process, string signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
