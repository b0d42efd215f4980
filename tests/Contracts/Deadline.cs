namespace Streaming.Contracts;

/// <summary>Waits for what an adapter does in its own time: for the event, with a deadline, never for a fixed time.</summary>
public static class Deadline
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Completes when <paramref name="condition"/> holds; it is looked at again whenever <paramref name="changed"/> says so.</summary>
    public static async Task UntilAsync(Func<bool> condition, SemaphoreSlim changed, string what)
    {
        while (!condition())
        {
            if (!await changed.WaitAsync(Patience) && !condition())
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for {what}.");
        }
    }
}
