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
        RoomReply.Refused refused => Of(refused.Why),
        RoomReply.Throttled throttled => new RequestError(ErrorCode.RateLimited, "too many messages in this room; try again later")
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
        _ => throw new UnreachableException(),
    };
}
