namespace Streaming.Transport.Connections;

/// <summary>
/// Bounds the requests of one connection that wait for their answers. The read loop enters before it hands a
/// message on, and whoever answers it exits; at the bound the loop waits here, so the socket is not read, and
/// TCP slows the sender down. That is the backpressure: nothing is refused and nothing is queued.
/// </summary>
/// <param name="bound">Requests in flight at a time, at least 1.</param>
internal sealed class RequestGate(int bound)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<bool>? _entering;
    private TaskCompletionSource? _idle;
    private int _inFlight;
    private bool _closed;

    public int InFlight
    {
        get
        {
            lock (_lock)
                return _inFlight;
        }
    }

    /// <summary>
    /// Waits for a place. Only the read loop enters, one message at a time. False: the gate is closed, read no more.
    /// </summary>
    public ValueTask<bool> EnterAsync()
    {
        lock (_lock)
        {
            if (_closed)
                return ValueTask.FromResult(false);
            if (_inFlight < bound)
            {
                _inFlight++;
                return ValueTask.FromResult(true);
            }
            if (_entering is not null)
                throw new InvalidOperationException("Two messages of one connection enter at the same time.");
            // Asynchronously: the one who exits is a room's mailbox, which must not run the read loop.
            _entering = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(_entering.Task);
        }
    }

    /// <summary>Gives the place of an answered request back: once for every entry, however the request ended.</summary>
    public void Exit()
    {
        TaskCompletionSource<bool>? next;
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            if (_inFlight == 0)
                throw new InvalidOperationException("More exits than entries.");
            (next, _entering) = (_entering, null);
            if (next is null && --_inFlight == 0)
                idle = _idle;
        }
        next?.SetResult(true);
        idle?.TrySetResult();
    }

    /// <summary>Lets nobody in any more. Done once every request in flight has been answered.</summary>
    public Task CloseAsync()
    {
        TaskCompletionSource<bool>? refused;
        Task idle;
        lock (_lock)
        {
            _closed = true;
            (refused, _entering) = (_entering, null);
            if (_inFlight == 0)
            {
                idle = Task.CompletedTask;
            }
            else
            {
                _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                idle = _idle.Task;
            }
        }
        refused?.SetResult(false);
        return idle;
    }
}
