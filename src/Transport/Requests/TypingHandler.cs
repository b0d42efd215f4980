using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>typing</c>/<c>start</c> and <c>stop</c>; the room itself ends what is not stopped.</summary>
internal sealed class TypingHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Typing;

    public bool HoldsReadLoop => false;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        var reply = await requester.Session.SetTypingAsync(message.Room!.Value, message.Event == ClientEvent.Start);
        return reply is RoomReply.Done ? Answer.Done.Instance : Answer.Failed.By(reply);
    }
}
