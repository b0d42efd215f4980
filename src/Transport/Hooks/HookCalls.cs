using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Hooks;

/// <summary>Calls hooks, each within its time and away from the loops that serve sockets and rooms. What goes wrong is logged and counted.</summary>
internal sealed partial class HookCalls(StreamingOptions options, HookCounters counters, TimeProvider time, ILogger<HookCalls> logger)
{
    /// <summary>What the hook gave; null when it threw or took too long.</summary>
    public async Task<T?> TryAsync<T>(IRoomHooks hooks, string name, RoomId room, Func<IRoomHooks, CancellationToken, Task<T>> call)
        where T : class
    {
        using var timeUp = new CancellationTokenSource(options.Hooks.Timeout, time);
        var cancellation = timeUp.Token;
        try
        {
            // A hook that blocks has a thread of its own to do it on, and the token is one that it may not look at.
            return await Task.Run(() => call(hooks, cancellation)).WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested)
        {
            counters.AddTimedOut();
            TooSlow(logger, hooks.GetType().Name, name, room, options.Hooks.Timeout);
        }
        catch (Exception exception)
        {
            counters.AddFailed();
            Failed(logger, hooks.GetType().Name, name, room, exception);
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "{Hooks}.{Hook} for room {RoomId} was not done within {Timeout}")]
    private static partial void TooSlow(ILogger logger, string hooks, string hook, RoomId roomId, TimeSpan timeout);

    [LoggerMessage(LogLevel.Error, "{Hooks}.{Hook} for room {RoomId} failed")]
    private static partial void Failed(ILogger logger, string hooks, string hook, RoomId roomId, Exception exception);
}
