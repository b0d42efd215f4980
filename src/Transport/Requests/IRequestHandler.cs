using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>Carries out one type of request.</summary>
internal interface IRequestHandler
{
    ClientMessageType Type { get; }

    /// <summary>
    /// True: the connection's next message waits until this one is answered. For what changes the connection's
    /// subscriptions, which has to happen in order, and for what has a large answer, of which there must be one at a time.
    /// </summary>
    bool HoldsReadLoop { get; }

    /// <summary>
    /// Everything that orders requests (posting a command to a room, above all) is done before the first await, and so
    /// is copying what is kept of the message: its bytes are only lent until then. An exception is a bug, and is answered
    /// with <c>internal</c>.
    /// </summary>
    ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message);
}
