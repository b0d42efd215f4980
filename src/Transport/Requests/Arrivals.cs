using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>What follows once a client has been told that it is in a room.</summary>
internal sealed class Arrivals(ServerMessages messages, StreamingOptions options)
{
    private readonly bool _tellsRoster = options.EnablePresence;

    /// <summary>
    /// Begins delivery, then says who is here. In this order, so that every change of the roster after the snapshot is
    /// heard; versions tell which changes it holds already.
    /// </summary>
    public async ValueTask FollowUpAsync(IRequester requester, RoomId room, JoinOutcome outcome)
    {
        if (outcome.Reply is not RoomReply.Joined)
            return;
        outcome.StartDelivery();
        if (_tellsRoster && await requester.Session.ReadRosterAsync(room) is RoomReply.RosterRead read)
            requester.Send(messages.Roster(id: null, room, read.Roster));
    }
}
