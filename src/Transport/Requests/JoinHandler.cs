using Streaming.Actors.Rooms;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>join</c>: member if not one yet, and subscribed from <c>since</c> or from now.</summary>
internal sealed class JoinHandler(Arrivals arrivals, RoomDoor door) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Join;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var metadata = JsonRequestFields.Of(message.Metadata, "metadata");
        bool echo = metadata.Flag("echo") ?? true;
        using var data = JsonRequestFields.Of(message.Data, "data");
        string? invite = data.Text("invite", Invite.MaxCodeLength);
        if ((metadata.Problem ?? data.Problem) is { } problem)
            return Answer.Failed.Invalid(problem);

        var room = message.Room!.Value;
        if (await door.RefuseAsync(room, requester.Session.User, requester.Principal) is { } refusal)
            return new Answer.Failed(refusal);

        var outcome = await requester.Session.JoinAsync(room, message.Id, message.Since, echo, invite);
        // Other credentials may have come meanwhile. From here on they find the room among those that are listened to.
        if (outcome.Reply is RoomReply.Joined && !requester.Principal.MayEnter(room))
        {
            await requester.Session.LeaveAsync(room, request: null, giveUpMembership: false);
            return new Answer.Failed(new RequestError(ErrorCode.Forbidden, "your credentials do not allow this room any more"));
        }

        return outcome.Reply is RoomReply.Joined joined
            ? new Answer.Joined(joined, outcome.Recovered)
            {
                StartDelivery = outcome.StartDelivery,
                FollowUp = () => arrivals.TellRosterAsync(requester, room),
            }
            : Answer.Failed.By(outcome.Reply);
    }
}
