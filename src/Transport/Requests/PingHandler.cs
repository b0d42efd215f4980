using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>ping</c>: for clients that cannot see WebSocket pings, and to compare clocks.</summary>
internal sealed class PingHandler(TimeProvider time) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Ping;

    public bool HoldsReadLoop => false;

    public ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message) =>
        ValueTask.FromResult<Answer>(new Answer.Pong(time.GetUtcNow()));
}
