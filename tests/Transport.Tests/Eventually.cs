using System.Runtime.CompilerServices;

namespace Streaming.Transport.Tests;

/// <summary>Waits for what another thread is about to make true and gives no signal for.</summary>
internal static class Eventually
{
    /// <summary>Far longer than anything takes, so that only a real fault meets it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var deadline = new CancellationTokenSource(Patience);
        var turns = 0;
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException($"Never came true: {what}");
            // Most of it is true after a few turns of the pool; what takes longer is not waited for with a busy core.
            await (turns++ < 20 ? Task.Run(static () => { }) : Task.Delay(1));
        }
    }
}
