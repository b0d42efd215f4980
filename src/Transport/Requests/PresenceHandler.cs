using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>presence</c>: what all rooms of the user are to see; with <c>get</c>, who is in one room.</summary>
internal sealed class PresenceHandler : IRequestHandler
{
    // Kept for each user, and sent to everyone in each of the user's rooms.
    private const int MaxCustomStatusLength = 256;
    private const int MaxMetadataBytes = 2048;

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
        string? name = data.Text("status", maxLength: 16);
        string? customStatus = data.Text("custom_status", MaxCustomStatusLength);
        byte[] metadata = data.Object("metadata", MaxMetadataBytes);
        if (data.Problem is { } problem)
            return Answer.Failed.Invalid(problem);
        if (!Vocabulary.Availabilities.TryParse(name, out var availability))
            return Answer.Failed.Invalid("data.status must be one of online, away, busy and offline");

        requester.Session.SetStatus(new UserStatus(availability, customStatus, metadata));
        return Answer.Done.Instance;
    }
}
