using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Brings to rooms what REST asks of them.</summary>
internal sealed class RestRooms(StreamingNode node)
{
    public static RestAnswer Unchanged { get; } = RestAnswer.Ok<RoomReply.Published?>(null, RestJson.WriteChange);

    public async Task<RoomReply> AskAsync(RoomId room, RoomCommand command)
    {
        var reply = await node.Router.AskAsync(room, command);
        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        return reply;
    }

    /// <summary>As <see cref="AskAsync"/>, for what makes who asks a member: within the number of rooms that a user may be in.</summary>
    public async Task<RoomReply> EnterAsync(RoomId room, RoomCommand command)
    {
        var claim = await node.RoomsOf.ClaimAsync(command.By, room);
        if (claim == RoomClaim.Full)
            return new RoomReply.Refused(RoomRefusal.RoomLimit);
        var reply = await AskAsync(room, command);
        if (claim == RoomClaim.Granted && reply is RoomReply.Refused)
            await node.RoomsOf.GiveBackAsync(command.By, room);
        return reply;
    }

    /// <summary>Has a room changed, and answers what became of that.</summary>
    public async Task<RestAnswer> ChangeAsync(RoomId room, RoomCommand command) => AnswerOf(await AskAsync(room, command));

    /// <summary>Answers with the room as who asks may see it.</summary>
    public async Task<RestAnswer> ShowAsync(RestCall call, RoomId room, int status, UserId? seenBy = null)
    {
        var reply = await AskAsync(
            room, new ReadRoomInfo { By = seenBy ?? call.By, Request = default, IsPrivileged = call.Principal.IsModerator });
        return reply is RoomReply.InfoRead read
            ? RestAnswer.Ok((room, read.Room), static (json, state) => RoomJson.Write(json, state.room, state.Room), status)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    /// <summary>What became of a change: where it stands in the log, or that it was so already.</summary>
    public static RestAnswer AnswerOf(RoomReply reply) => reply switch
    {
        RoomReply.Published published => RestAnswer.Ok<RoomReply.Published?>(published, RestJson.WriteChange),
        RoomReply.Done => Unchanged,
        _ => RestAnswer.Fail(RoomErrors.Of(reply)),
    };
}
