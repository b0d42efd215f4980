using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>read</c>: how far the user has read in a room.</summary>
internal sealed class ReadHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Read;

    public bool HoldsReadLoop => false;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        long? seq = data.Integer("seq", 0, long.MaxValue);
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (seq is not { } position)
            return Answer.Failed.Invalid("data.seq is missing");

        var reply = await requester.Session.MarkReadAsync(message.Room!.Value, position);
        return reply is RoomReply.Done ? Answer.Done.Instance : Answer.Failed.By(reply);
    }
}
