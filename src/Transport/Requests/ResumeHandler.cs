using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>resume</c>: brings the rooms and channels of the earlier connection back, each from where the client says it stands, and watches whom it watched.</summary>
internal sealed class ResumeHandler(Arrivals arrivals, ChannelRights channels) : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Resume;

    public bool HoldsReadLoop => true;

    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        using var data = JsonRequestFields.Of(message.Data, "data");
        var positions = ResumePositions.Read(data, out string? problem);
        var channelPositions = ResumePositions.ReadChannels(data, out string? channelProblem);
        if ((problem ?? channelProblem) is { } wrong)
            return Answer.Failed.Invalid(wrong);

        var asked = requester.Principal;
        var standings = ImmutableArray.CreateBuilder<RoomStanding>();
        await RefuseForbiddenAsync(requester, standings);
        var rooms = await requester.Session.ResumeAsync(positions);
        var entered = new List<ResumedRoom>(rooms.Length);
        foreach (var resumed in rooms)
        {
            standings.Add(RoomStanding.Of(resumed.Room, resumed.Outcome));
            if (standings[^1] is RoomStanding.Entered)
                entered.Add(resumed);
        }

        var listening = await ResumeChannelsAsync(requester, channelPositions);
        var watching = requester.Session.ResumeWatches();
        return new Answer.Resumed(standings.DrainToImmutable(), listening)
        {
            StartDelivery = () => StartDelivery(requester, entered, listening),
            FollowUp = async () =>
            {
                watching();
                // Other credentials came meanwhile, and may not have found all that was being brought back.
                if (!ReferenceEquals(asked, requester.Principal))
                    await requester.GiveUpUnreachableAsync();
                foreach (var (room, _) in entered.Where(one => requester.Principal.MayEnter(one.Room)))
                    await arrivals.TellRosterAsync(requester, room);
            },
        };
    }

    private async ValueTask<ImmutableArray<ChannelStanding>> ResumeChannelsAsync(
        IRequester requester, IReadOnlyDictionary<ChannelId, RoomPosition> positions)
    {
        var standings = ImmutableArray.CreateBuilder<ChannelStanding>();
        foreach (var name in requester.Session.ResumedChannels.Where(name => !name.IsPrefix))
        {
            if (channels.MayHear(requester.Principal, new ChannelId(name.Start)))
                continue;
            await requester.Session.UnsubscribeAsync(name);
            standings.Add(new ChannelStanding(
                name, Outcome: null, new RequestError(ErrorCode.Forbidden, "your credentials do not allow this channel")));
        }

        foreach (var (name, outcome) in await requester.Session.ResumeChannelsAsync(positions))
            standings.Add(ChannelStanding.Of(name, outcome));
        return standings.DrainToImmutable();
    }

    // A session outlives the credentials it was opened with; those of now may reach less far. Asked before the rooms
    // are entered, for whoever enters is seen there.
    private static async ValueTask RefuseForbiddenAsync(IRequester requester, ImmutableArray<RoomStanding>.Builder standings)
    {
        foreach (var room in requester.Session.ResumedRooms)
        {
            if (requester.Principal.MayEnter(room))
                continue;
            await requester.Session.LeaveAsync(room, request: null, giveUpMembership: false);
            standings.Add(new RoomStanding.Refused(
                room, new RequestError(ErrorCode.Forbidden, "your credentials do not allow this room")));
        }
    }

    private void StartDelivery(IRequester requester, List<ResumedRoom> rooms, ImmutableArray<ChannelStanding> standings)
    {
        foreach (var channel in standings.Where(one => channels.MayStillHear(requester.Principal, one.Name)))
            channel.Outcome?.StartDelivery();
        foreach (var (_, outcome) in rooms.Where(one => requester.Principal.MayEnter(one.Room)))
            outcome.StartDelivery();
    }
}
