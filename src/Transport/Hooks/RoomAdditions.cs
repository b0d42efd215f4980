using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Hooks;

/// <summary>
/// Has done what makes members of users without their joining, who are held to what holds for a join: (1) the room is asked whether it would do it, so
/// that nobody else is asked in vain, (2) the hooks, (3) a place among the rooms that each may be in, (4) the room does it, or the places are given back.
/// What brings nobody in is just done.
/// </summary>
internal sealed class RoomAdditions(StreamingNode node, RoomDoor door)
{
    /// <param name="by">Who asks.</param>
    /// <param name="ask">Asks the room; the argument is <see cref="RoomCommand.OnlyAsks"/>.</param>
    /// <exception cref="StoreAwayException">How many rooms somebody is in cannot be known now.</exception>
    public async ValueTask<AdditionOutcome> AskAsync(RoomId room, UserId by, Principal principal, Func<bool, ValueTask<RoomReply>> ask)
    {
        var foreseen = await ask(true);
        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        if (foreseen is not RoomReply.Possible { Newcomers: var newcomers })
            return new AdditionOutcome(foreseen);

        foreach (var user in newcomers)
        {
            if (await door.RefuseAsync(room, user, principal, addedBy: user == by ? null : by) is { } refusal)
                return new AdditionOutcome(refusal);
        }

        // Back ends decide for themselves how many rooms are enough.
        return principal.IsBackEnd ? new AdditionOutcome(await ask(false)) : await AskWithinAsync(room, by, newcomers, () => ask(false));
    }

    private async ValueTask<AdditionOutcome> AskWithinAsync(
        RoomId room, UserId by, ImmutableArray<UserId> newcomers, Func<ValueTask<RoomReply>> ask)
    {
        var claimed = new List<UserId>(newcomers.Length);
        foreach (var user in newcomers)
        {
            var claim = await node.RoomsOf.ClaimAsync(user, room);
            if (claim == RoomClaim.Full)
            {
                await GiveBackAsync(room, claimed);
                return new AdditionOutcome(user == by ? RoomErrors.Of(new RoomReply.Refused(RoomRefusal.RoomLimit)) : RequestError.OthersRoomLimit);
            }

            if (claim == RoomClaim.Granted)
                claimed.Add(user);
        }

        var reply = await ask();
        if (reply is RoomReply.Refused or RoomReply.Throttled)
            await GiveBackAsync(room, claimed);
        return new AdditionOutcome(reply);
    }

    private async ValueTask GiveBackAsync(RoomId room, List<UserId> claimed)
    {
        foreach (var user in claimed)
            await node.RoomsOf.GiveBackAsync(user, room);
    }
}
