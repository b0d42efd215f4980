using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>presence</c>: what all rooms of the user are to see; with <c>get</c>, who is in one room.</summary>
internal sealed class PresenceHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Presence;

    public bool HoldsReadLoop => false;

    public ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message) => message.Event == ClientEvent.Get
        ? ReadRosterAsync(requester, message)
        : ValueTask.FromResult(SetStatus(requester, message));

    private static async ValueTask<Answer> ReadRosterAsync(IRequester requester, ClientMessage message)
    {
        var reply = await requester.Session.ReadRosterAsync(message.Room!.Value);
        return reply is RoomReply.RosterRead read ? new Answer.Roster(read.Roster) : Answer.Failed.By(reply);
    }

    private static Answer SetStatus(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var device = data.Word("device", Vocabulary.Devices);
        var status = data.Has("status") || device is null ? StatusFields.Read(data) : null;
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (status is not null && StatusFields.IsSpeaking(status) && !requester.Principal.MaySpeak)
            return new Answer.Failed(RequestError.ListenOnly);

        if (device is { } its)
            requester.Session.SetDevice(its);
        if (status is not null)
            requester.Session.SetStatus(status);
        return Answer.Done.Instance;
    }
}
