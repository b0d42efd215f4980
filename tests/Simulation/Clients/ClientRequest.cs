using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Simulation.Clients;

/// <summary>What a client asks of the server. A closed set, in the terms of docs/protocol.md, section 3.</summary>
internal abstract record ClientRequest
{
    private ClientRequest()
    {
    }

    /// <summary>Null for requests about no one room.</summary>
    public virtual RoomId? About => null;

    /// <summary>To come into a room, or to listen to a channel.</summary>
    public static ClientRequest Enter(RoomId room, RoomPosition? since, bool echo, string? invite = null) =>
        ChannelId.IsHostedBy(room) ? new Subscribe(room, since, echo) : new Join(room, since, echo, invite);

    public sealed record Join(RoomId Room, RoomPosition? Since, bool Echo, string? Invite = null) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    public sealed record Resume(ImmutableDictionary<RoomId, RoomPosition> Positions) : ClientRequest;

    public sealed record Leave(RoomId Room, RequestId? Request, bool Membership) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    /// <summary>Listens to a channel, which is told of as the room that hosts it.</summary>
    public sealed record Subscribe(RoomId Room, RoomPosition? Since, bool Echo) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    public sealed record Unsubscribe(RoomId Room) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    /// <summary>To a room, or to a channel.</summary>
    public sealed record Publish(RoomId Room, RequestId? Request, MessageBody Body) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    /// <summary>Something is done to the room, to a member or to a message.</summary>
    public sealed record Do(RoomId Room, RoomCommand What) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    public sealed record Typing(RoomId Room, bool IsTyping) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    public sealed record SetStatus(UserStatus Status, Devices Device) : ClientRequest;

    public sealed record GetRoster(RoomId Room) : ClientRequest
    {
        public override RoomId? About => Room;
    }

    /// <summary>The public rooms: as many as a page has, which is more than there are.</summary>
    public sealed record ListRooms : ClientRequest;

    /// <summary>The rooms that a user is in.</summary>
    public sealed record ListRoomsOf(UserId User) : ClientRequest;

    public sealed record History(RoomId Room, HistoryQuery Query) : ClientRequest
    {
        public override RoomId? About => Room;
    }
}
