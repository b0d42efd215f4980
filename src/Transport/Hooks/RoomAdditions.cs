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
    /// <param name="isBounded">Whether each may be in so many rooms only. Back ends decide over REST for themselves how many are enough.</param>
    /// <param name="ask">Asks the room, with what is added to the command.</param>
    /// <exception cref="StoreAwayException">How many rooms somebody is in cannot be known now.</exception>
    public async ValueTask<AdditionOutcome> AskAsync(RoomId room, UserId by, Principal principal, bool isBounded, Func<Asking, ValueTask<RoomReply>> ask)
    {
        var foreseen = await ask(new Asking(OnlyAsks: true, MaxNewcomers: null));
        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        if (foreseen is not RoomReply.Possible { Newcomers: var newcomers })
            return new AdditionOutcome(foreseen);

        foreach (var user in newcomers)
        {
            if (await door.RefuseAsync(room, user, principal, addedBy: user == by ? null : by) is { } refusal)
                return new AdditionOutcome(refusal);
        }

        // Who has left meanwhile is not to come in unasked.
        var asking = new Asking(OnlyAsks: false, newcomers.Length);
        return isBounded ? await AskWithinAsync(room, by, newcomers, () => ask(asking)) : new AdditionOutcome(await ask(asking));
    }

    /// <summary>What is added to a command: <see cref="RoomCommand.OnlyAsks"/> and <see cref="RoomCommand.MaxNewcomers"/>.</summary>
    public readonly record struct Asking(bool OnlyAsks, int? MaxNewcomers)
    {
        public RoomCommand Of(RoomCommand command) => command with { OnlyAsks = OnlyAsks, MaxNewcomers = MaxNewcomers };
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
