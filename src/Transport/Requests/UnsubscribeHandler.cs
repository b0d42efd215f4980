using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>unsubscribe</c>: nothing more comes of the channel or pattern.</summary>
internal sealed class UnsubscribeHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Unsubscribe;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        _ = NamePattern.TryParse(message.Channel, out var name);
        await requester.Session.UnsubscribeAsync(name);
        return Answer.Done.Instance;
    }
}
