using System.Buffers;
using System.IO.Pipelines;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    private const long NoMessage = -1;

    private static readonly ReadResult NothingMore = new(default, isCanceled: false, isCompleted: true);

    private long _lastHeardAt;
    private long _lastMessageAt;
    private long _messageBeganAt = NoMessage;
    private volatile bool _listening;

    // After a violation no frame can be told from the next, so the peer's close frame cannot be found either. Reading
    // on all the same keeps unread bytes from turning the end of the connection into a reset, which would take the
    // close frame away from a peer that has not read it yet.
    private bool _violated;

    /// <summary>When the last byte came from the peer, as a timestamp of the clock.</summary>
    public long LastHeardAt
    {
        get => Volatile.Read(ref _lastHeardAt);
        private set => Volatile.Write(ref _lastHeardAt, value);
    }

    /// <summary>When the last message began to be handled; control frames do not count.</summary>
    public long LastMessageAt
    {
        get => Volatile.Read(ref _lastMessageAt);
        private set => Volatile.Write(ref _lastMessageAt, value);
    }

    /// <summary>Whether a part of a message has come that has not ended.</summary>
    public bool IsMessageUnderWay => Volatile.Read(ref _messageBeganAt) != NoMessage;

    /// <summary>How long a message has been under way that has not ended; zero when there is none.</summary>
    public TimeSpan MessageUnderWay => Volatile.Read(ref _messageBeganAt) is var began and not NoMessage
        ? _services.Time.GetElapsedTime(began)
        : TimeSpan.Zero;

    /// <summary>False while a message is being handled: what the peer sends meanwhile, pongs too, lies unread.</summary>
    public bool IsListening => _listening;

    // Ends when the peer's close frame has come or the stream has ended; every way out has begun the close.
    private async Task ReadToEndAsync(IMessageHandler handler)
    {
        try
        {
            var more = true;
            while (more)
            {
                ReadResult result;
                _listening = true;
                try
                {
                    result = await _transport.ReadAsync();
                }
                catch (Exception)
                {
                    // A reset, an abort from either side, a stream disposed under us: the same to a reader.
                    result = NothingMore;
                }
                LastHeardAt = _services.Time.GetTimestamp();
                _listening = false;
                more = !IsEnd(result) && await HandleAsync(result, handler);
            }
        }
        catch (Exception exception)
        {
            // No handler's fault is let out of HandleAsync, so this is ours.
            ReadingFailed(Id, exception);
            Close(CloseReason.InternalError);
            _transport.Abort();
        }
        finally
        {
            _messages.Discard();
            await _transport.EndReadingAsync();
            _ending!.InputEnded.TrySetResult();
        }
    }

    private bool IsEnd(ReadResult result)
    {
        if (!result.Buffer.IsEmpty || !result.IsCompleted)
            return false;
        Close(new CloseReason.Lost(Loss.Disconnected));
        return true;
    }

    // False: nothing more is read.
    private async ValueTask<bool> HandleAsync(ReadResult result, IMessageHandler handler)
    {
        if (_violated)
        {
            _transport.AdvanceTo(result.Buffer.End, result.Buffer.End);
            return !result.IsCompleted;
        }
        var buffer = result.Buffer;
        var more = true;
        while (more)
        {
            if (IsClosing)
                _messages.Discard();
            var received = _messages.Read(ref buffer);
            if (received == Received.Nothing)
                break;
            if (received == Received.Message)
                await DispatchAsync(handler);
            else
                more = HandleControl(received);
            if (_violated)
                buffer = buffer.Slice(buffer.End);
        }
        _transport.AdvanceTo(buffer.Start, buffer.End);
        NoteMessageUnderWay();
        if (!more || !result.IsCompleted)
            return more;
        // The stream ended in the middle of a frame.
        Close(new CloseReason.Lost(Loss.Disconnected));
        return false;
    }

    private void NoteMessageUnderWay()
    {
        if (!_messages.IsInMessage)
            Volatile.Write(ref _messageBeganAt, NoMessage);
        else if (_messageBeganAt == NoMessage)
            Volatile.Write(ref _messageBeganAt, LastHeardAt);
    }

    // False: the peer has closed.
    private bool HandleControl(Received received)
    {
        switch (received)
        {
            case Received.Ping:
                Outbox.TryEnqueue(FrameWriter.EncodePong(_messages.Control.Span));
                return true;
            case Received.Pong:
                return true;
            case Received.Close:
                Close(CloseFrame.Parse(_messages.Control.Span));
                return false;
            case Received.TooLarge:
                Close(CloseReason.TooLarge);
                return true;
            case Received.Violation:
                Close(CloseReason.ProtocolError(_messages.Violation));
                return _violated = true;
            default:
                throw new ArgumentOutOfRangeException(nameof(received), received, null);
        }
    }

    private async ValueTask DispatchAsync(IMessageHandler handler)
    {
        if (!await Requests.EnterAsync())
            return;
        if (!TryBeginDispatch())
        {
            Requests.Exit();
            return;
        }
        // The next one is another, however much of it is there already.
        Volatile.Write(ref _messageBeganAt, NoMessage);
        try
        {
            LastMessageAt = _services.Time.GetTimestamp();
            await handler.OnMessageAsync(new ReadOnlySequence<byte>(_messages.Message), _messages.IsText);
        }
        catch (Exception exception)
        {
            HandlerThrew(Id, exception);
            Close(CloseReason.InternalError);
        }
        finally
        {
            EndDispatch();
        }
    }
}
