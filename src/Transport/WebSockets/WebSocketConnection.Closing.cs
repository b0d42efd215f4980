using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    /// <summary>For the requests in flight to be answered before a draining node closes. Without an answer, retrying is safe.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For the peer to answer a close frame with its own.</summary>
    public static readonly TimeSpan PeerCloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After a framing violation the peer's answer cannot be recognised, only the end of its stream; and a peer that
    /// follows the RFC waits for this side to end it. So this only has to cover one way of the close frame.
    /// </summary>
    public static readonly TimeSpan ViolationLinger = TimeSpan.FromSeconds(1);

    private Ending? _ending;

    // Guarded by _lock.
    private IMessageHandler? _handler;
    private bool _dispatching = true; // until RunAsync has a handler that can be told
    private bool _retired; // nothing is delivered any more; the handler is to be told once it is not busy
    private bool _told;

    /// <summary>A close has begun: no further message is handled.</summary>
    public bool IsClosing => Volatile.Read(ref _ending) is not null;

    /// <summary>
    /// Begins to close, unless that has begun already: the first reason stands. Returns at once; from any thread.
    /// </summary>
    public void Close(CloseReason reason)
    {
        if (IsClosing)
            return;
        var ending = new Ending(reason);
        if (Interlocked.CompareExchange(ref _ending, ending, null) is null)
            // Never on the caller's stack: that may be a room's fan-out, which the handler would reach back into.
            _ = Task.Run(() => CloseInOrderAsync(ending));
    }

    /// <summary><see cref="Close"/>, and waits until the order of closing has run its course.</summary>
    public Task CloseAsync(CloseReason reason)
    {
        Close(reason);
        return _ending!.Closed.Task;
    }

    // Ends in `Closed`, which RunAsync awaits: that is who owns this task.
    private async Task CloseInOrderAsync(Ending ending)
    {
        var reason = ending.Reason;
        var deadline = new Deadline(_services.Wheel, Abort);
        try
        {
            // 1. No further message is handled. A draining node answers those that are being handled.
            var answered = Requests.CloseAsync();
            if (reason == CloseReason.Draining)
                await WaitForAnswersAsync(answered, ending);

            // 2. Nothing further is delivered; what waits leaves, and the close frame after it. A consumer that was
            //    too slow gets none of what waits: it is a gapless end of what was delivered, and it can resume.
            deadline.Allow(_services.Limits.WriteTimeout);
            if (reason is CloseReason.Lost)
                Abort();
            else
                Outbox.Complete(FrameWriter.EncodeClose(reason), dropWaiting: reason == CloseReason.SlowConsumer);
            Retire();
            var flushed = await Outbox.Ended;

            // 3. The peer's close frame, if it did not come first. Without it, bytes still under way to us would
            //    turn into a reset that overtakes ours.
            if (!flushed)
                Abort();
            else if (reason is CloseReason.ByServer { Code: var code })
            {
                deadline.Allow(code == CloseCode.ProtocolError ? ViolationLinger : PeerCloseTimeout);
                await ending.InputEnded.Task;
            }
        }
        catch (Exception exception)
        {
            ClosingFailed(Id, exception);
            Abort();
            Retire();
        }
        finally
        {
            deadline.Stop();
            ending.Closed.TrySetResult();
        }
    }

    private async Task WaitForAnswersAsync(Task answered, Ending ending)
    {
        if (answered.IsCompleted)
            return;
        var deadline = new Deadline(_services.Wheel);
        deadline.Allow(AnswerTimeout);
        await Task.WhenAny(answered, deadline.Passed, ending.InputEnded.Task);
        deadline.Stop();
    }

    private void Abort()
    {
        _transport.Abort();
        Outbox.Abort();
    }

    private bool TryBeginDispatch()
    {
        lock (_lock)
        {
            if (IsClosing)
                return false;
            return _dispatching = true;
        }
    }

    private void EndDispatch()
    {
        lock (_lock)
            _dispatching = false;
        TellHandler();
    }

    private void Retire()
    {
        lock (_lock)
            _retired = true;
        TellHandler();
    }

    // Whoever comes last of the closing side and the read loop tells the handler: once, and never while it is busy.
    private void TellHandler()
    {
        lock (_lock)
        {
            if (_dispatching || !_retired || _told)
                return;
            _told = true;
        }
        try
        {
            _handler!.OnClosed(_ending!.Reason);
        }
        catch (Exception exception)
        {
            HandlerThrew(Id, exception);
        }
    }

    // Made by the close: a connection that lives has no use for it.
    private sealed class Ending(CloseReason reason)
    {
        public CloseReason Reason { get; } = reason;

        /// <summary>The peer's close frame has come, or its stream has ended.</summary>
        public TaskCompletionSource InputEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The order of closing has run its course.</summary>
        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
