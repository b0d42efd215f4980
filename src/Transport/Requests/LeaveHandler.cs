using Streaming.Actors.Rooms;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>leave</c>: unsubscribes the connection; with <c>data.membership: true</c> the user is no member any more.</summary>
internal sealed class LeaveHandler(RoomDoor door) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Leave;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        bool givesUpMembership = data.Flag("membership") ?? false;
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);

        if (givesUpMembership)
            await door.SeeOffAsync(message.Room!.Value, requester.Session.User);
        var reply = await requester.Session.LeaveAsync(message.Room!.Value, message.Id, givesUpMembership);
        return reply is RoomReply.Done ? Answer.Done.Instance : Answer.Failed.By(reply);
    }
}
