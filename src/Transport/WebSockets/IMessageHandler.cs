using System.Buffers;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>What a WebSocket connection serves: the pipeline's side of it.</summary>
internal interface IMessageHandler
{
    /// <summary>False: nothing is delivered to this connection, so that it may be closed as idle.</summary>
    bool HasSubscriptions { get; }

    /// <summary>
    /// Takes the next message; one at a time, in order. The next one is read when this completes, so it completes as
    /// soon as the order of requests is settled, and need not wait for their answers. For every call the handler calls
    /// <see cref="RequestGate.Exit"/> of the connection's gate exactly once, when the message has been answered.
    /// </summary>
    /// <param name="message">
    /// Up to four times the size limit, of any content; the handler refuses what is too large. Only valid until the
    /// returned task completes.
    /// </param>
    ValueTask OnMessageAsync(ReadOnlySequence<byte> message, bool isText);

    /// <summary>
    /// The connection takes and delivers nothing any more. Called exactly once, never during
    /// <see cref="OnMessageAsync"/>, and not on the stack of whoever closed it.
    /// </summary>
    void OnClosed(CloseReason reason);
}
