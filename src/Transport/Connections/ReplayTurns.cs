namespace Streaming.Transport.Connections;

/// <summary>
/// Lets the rooms of one connection replay a page each in turn. All of them see at once that the outbox has room; if
/// all took it, a client that comes back to ten rooms would be closed as too slow before it had read anything.
/// </summary>
internal sealed class ReplayTurns
{
    private readonly Lock _lock = new();
    private Queue<TaskCompletionSource>? _waiting; // most connections never replay two rooms at a time
    private bool _taken;

    /// <summary>Completes when it is the caller's turn and <paramref name="outbox"/> has room, or takes nothing any more.</summary>
    public async ValueTask WaitAsync(Outbox outbox)
    {
        await TakeAsync();
        await outbox.WaitForRoomAsync();
    }

    /// <summary>The caller's turn is over; it is the next one's.</summary>
    public void End()
    {
        TaskCompletionSource? next = null;
        lock (_lock)
            _taken = _waiting?.TryDequeue(out next) == true;
        next?.SetResult();
    }

    private Task TakeAsync()
    {
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return Task.CompletedTask;
            }

            // Asynchronously: the one whose turn ends is another room's feed.
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting ??= new Queue<TaskCompletionSource>();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }
}
