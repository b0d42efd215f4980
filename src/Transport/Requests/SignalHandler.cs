using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>signal</c>: hands something, such as a WebRTC offer, to one member and nobody else.</summary>
internal sealed class SignalHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Signal;

    public bool HoldsReadLoop => false;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        string? to = data.Name("to");
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (to is null)
            return Answer.Failed.Invalid("data.to is missing");

        var reply = await requester.Session.SignalAsync(message.Room!.Value, new UserId(to), message.Data.ToArray());
        return reply is RoomReply.Done ? Answer.Done.Instance : Answer.Failed.By(reply);
    }
}
