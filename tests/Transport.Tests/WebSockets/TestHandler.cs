using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Streaming.Transport.Connections;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Records what a connection brings; answers each message by echoing it unless told otherwise.</summary>
internal sealed class TestHandler(WebSocketConnection connection) : IMessageHandler
{
    private readonly Channel<(byte[] Bytes, bool IsText)> _messages = Channel.CreateUnbounded<(byte[], bool)>();
    private int _busy;
    private int _received;

    /// <summary>What is done with a message; the default answers with the same bytes.</summary>
    public Func<WebSocketConnection, byte[], ValueTask> Answer { get; set; } = Echo;

    public bool HasSubscriptions { get; set; }

    public int Received => Volatile.Read(ref _received);

    public ConcurrentQueue<CloseReason> Closed { get; } = new();

    /// <summary>Broken promises of the connection: two calls at once, or one after the end.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public static ValueTask Echo(WebSocketConnection connection, byte[] message)
    {
        connection.Outbox.TryEnqueue(FrameWriter.EncodeText(message));
        connection.Requests.Exit();
        return ValueTask.CompletedTask;
    }

    /// <summary>Echoes too, but not before <paramref name="moment"/>, and lets further messages come meanwhile.</summary>
    public void AnswerAfter(Task moment)
    {
        Answer = (connection, message) =>
        {
            _ = moment.ContinueWith(_ => Echo(connection, message), TaskScheduler.Default);
            return ValueTask.CompletedTask;
        };
    }

    public async Task<(byte[] Bytes, bool IsText)> NextMessageAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        return await _messages.Reader.ReadAsync(deadline.Token);
    }

    public async ValueTask OnMessageAsync(ReadOnlySequence<byte> message, bool isText)
    {
        if (Interlocked.Increment(ref _busy) != 1)
            Faults.Enqueue("two messages at once");
        if (!Closed.IsEmpty)
            Faults.Enqueue("a message after the end");
        var bytes = message.ToArray();
        Interlocked.Increment(ref _received);
        _messages.Writer.TryWrite((bytes, isText));
        try
        {
            await Answer(connection, bytes);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    public void OnClosed(CloseReason reason)
    {
        if (Volatile.Read(ref _busy) != 0)
            Faults.Enqueue("closed during a message");
        if (!Closed.IsEmpty)
            Faults.Enqueue("closed twice");
        Closed.Enqueue(reason);
    }
}
