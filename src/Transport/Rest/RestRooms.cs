using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Brings to rooms what REST asks of them.</summary>
internal sealed class RestRooms(StreamingNode node, RoomAdditions additions)
{
    public static RestAnswer Unchanged { get; } = RestAnswer.Ok<RoomReply.Published?>(null, RestJson.WriteChange);

    public async Task<RoomReply> AskAsync(RoomId room, RoomCommand command)
    {
        var reply = await node.Router.AskAsync(room, command);
        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        return reply;
    }

    /// <summary>As <see cref="AskAsync"/>, for what may make members of users who are none (<see cref="RoomAdditions"/>).</summary>
    public async Task<AdditionOutcome> AddAsync(RestCall call, RoomId room, RoomCommand command)
    {
        var outcome = await additions.AskAsync(
            room, command.By, call.Principal, isBounded: !call.Principal.IsBackEnd,
            asking => new ValueTask<RoomReply>(node.Router.AskAsync(room, asking.Of(command))));
        await Task.Yield();
        return outcome;
    }

    /// <summary>Has a room changed, and answers what became of that.</summary>
    public async Task<RestAnswer> ChangeAsync(RoomId room, RoomCommand command) => AnswerOf(await AskAsync(room, command));

    /// <summary>Answers with the room as who asks may see it.</summary>
    public Task<RestAnswer> ShowAsync(RestCall call, RoomId room, int status, UserId? seenBy = null) =>
        ShowToAsync(seenBy ?? call.By, call.Principal.IsModerator, room, status);

    /// <summary>Answers with the room as this user sees it.</summary>
    /// <param name="isPrivileged">Also from outside.</param>
    public async Task<RestAnswer> ShowToAsync(UserId user, bool isPrivileged, RoomId room, int status)
    {
        var reply = await AskAsync(room, new ReadRoomInfo { By = user, Request = default, IsPrivileged = isPrivileged });
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
