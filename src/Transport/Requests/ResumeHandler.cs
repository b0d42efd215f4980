using System.Collections.Immutable;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>resume</c>: brings the rooms of the earlier connection back, each from where the client says it stands.</summary>
internal sealed class ResumeHandler(Arrivals arrivals) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Resume;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var positions = ResumePositions.Read(data, out string? problem);
        if (problem is not null)
            return Answer.Failed.Invalid(problem);

        var rooms = await requester.Session.ResumeAsync(positions);
        var standings = ImmutableArray.CreateBuilder<RoomStanding>(rooms.Length);
        var entered = new List<ResumedRoom>(rooms.Length);
        foreach (var resumed in rooms)
        {
            standings.Add(await StandingAsync(requester, resumed));
            if (standings[^1] is RoomStanding.Entered)
                entered.Add(resumed);
        }

        return new Answer.Resumed(standings.DrainToImmutable())
        {
            FollowUp = () => FollowUpAsync(requester, entered),
        };
    }

    // A session outlives the credentials it was opened with; those of now may reach less far.
    private static async ValueTask<RoomStanding> StandingAsync(IRequester requester, ResumedRoom resumed)
    {
        if (resumed.Outcome.Reply is not RoomReply.Joined || requester.Principal.MayEnter(resumed.Room))
            return RoomStanding.Of(resumed.Room, resumed.Outcome);
        await requester.Session.LeaveAsync(resumed.Room, request: null, giveUpMembership: false);
        return new RoomStanding.Refused(
            resumed.Room, new RequestError(ErrorCode.Forbidden, "your credentials do not reach this room"));
    }

    private async ValueTask FollowUpAsync(IRequester requester, List<ResumedRoom> rooms)
    {
        foreach (var (room, outcome) in rooms)
            await arrivals.FollowUpAsync(requester, room, outcome);
    }
}
