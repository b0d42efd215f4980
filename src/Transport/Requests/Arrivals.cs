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
    /// Says who is here. Delivery has begun by then, so that every change of the roster after the snapshot is heard; versions tell which changes it
    /// holds already.
    /// </summary>
    public async ValueTask TellRosterAsync(IRequester requester, RoomId room)
    {
        if (_tellsRoster && await requester.Session.ReadRosterAsync(room) is RoomReply.RosterRead read)
            requester.Send(messages.Roster(id: null, room, read.Roster));
    }
}
