using System.Diagnostics;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>What a room's refusal is called on the wire (docs/protocol.md, section 5).</summary>
internal static class RoomErrors
{
    /// <param name="reply">One that says why something was not done.</param>
    /// <exception cref="UnreachableException">The reply is a success; whoever asked has to look at those first.</exception>
    public static RequestError Of(RoomReply reply) => reply switch
    {
        RoomReply.Refused refused => Of(refused.Why) with { Until = refused.Until },
        RoomReply.Throttled { IsSlowMode: true } throttled => new RequestError(ErrorCode.SlowMode, "this room is in slow mode; your next message has to wait")
        {
            RetryAfter = throttled.RetryAfter,
        },
        RoomReply.Throttled throttled => new RequestError(ErrorCode.RateLimited, "too much is written in this room now; try again later")
        {
            RetryAfter = throttled.RetryAfter,
        },
        RoomReply.Unavailable unavailable => new RequestError(ErrorCode.Unavailable, unavailable.Why),
        RoomReply.TimedOut => new RequestError(ErrorCode.Timeout, "the room did not answer in time"),
        RoomReply.Faulted faulted => RequestError.Bug(faulted.TraceId),
        _ => throw new UnreachableException($"{reply.GetType().Name} is no error"),
    };

    private static RequestError Of(RoomRefusal refusal) => refusal switch
    {
        RoomRefusal.RoomNotFound => new RequestError(ErrorCode.RoomNotFound, "there is no such room"),
        RoomRefusal.NotAMember => new RequestError(ErrorCode.NotAMember, "only members of the room can do this; join it first"),
        RoomRefusal.RoomLimit => new RequestError(ErrorCode.RoomLimit, "you have joined as many rooms as this server allows"),
        RoomRefusal.ChannelNotFound => new RequestError(ErrorCode.ChannelNotFound, "there is no such channel"),
        RoomRefusal.SubscriptionLimit =>
            new RequestError(ErrorCode.SubscriptionLimit, "you listen to as many channels and patterns as this server allows"),
        RoomRefusal.RoomExists => new RequestError(ErrorCode.RoomExists, "there is a room of this id already"),
        RoomRefusal.MessageNotFound => new RequestError(ErrorCode.MessageNotFound, "there is no such message in the room, or no more"),
        RoomRefusal.UserNotFound => new RequestError(ErrorCode.UserNotFound, "this user is not in the room"),
        RoomRefusal.Banned => new RequestError(ErrorCode.Banned, "you are banned from this room"),
        RoomRefusal.Muted => new RequestError(ErrorCode.Muted, "you are muted in this room"),
        RoomRefusal.RoomLocked => new RequestError(ErrorCode.RoomLocked, "the room is locked"),
        RoomRefusal.RoomArchived => new RequestError(ErrorCode.RoomArchived, "the room is archived"),
        RoomRefusal.RoomFull => new RequestError(ErrorCode.RoomFull, "the room has as many members as it may have"),
        RoomRefusal.InsufficientRole => new RequestError(ErrorCode.InsufficientRole, "your role in the room does not allow this"),
        RoomRefusal.OwnerStays => new RequestError(ErrorCode.InsufficientRole, "the owner cannot leave; transfer the room to another member first"),
        RoomRefusal.InviteInvalid => new RequestError(ErrorCode.InviteInvalid, "the room needs an invite that is valid; this one is unknown, expired or used up"),
        RoomRefusal.DirectRoom => new RequestError(ErrorCode.Forbidden, "a room of two is not managed, and nobody else comes in"),
        RoomRefusal.TooMany => new RequestError(ErrorCode.Forbidden, "the room holds as many of these as it can"),
        _ => throw new UnreachableException(),
    };
}
