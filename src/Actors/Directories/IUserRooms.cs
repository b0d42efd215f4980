using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>
/// Port: which rooms a user is in. Fed by the rooms' owners after the fact, so it may say too much or too little for a moment, and too much
/// for longer after an accident; <see cref="RoomsOfUser"/> asks the rooms themselves.
/// </summary>
public interface IUserRooms
{
    /// <summary>The user is in the room. Ends a claim on it.</summary>
    ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation);

    /// <summary>
    /// The user is not in the room after the event with <paramref name="left"/>'s seq. Changes nothing where they are in by a later one: what
    /// an owner before says may come late.
    /// </summary>
    ValueTask LeaveAsync(UserId user, UserRoom left, CancellationToken cancellation);

    /// <summary>What was read of the room turned out to be wrong: forgotten, unless another entry has taken its place meanwhile.</summary>
    ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation);

    /// <summary>In the order of the rooms' ids.</summary>
    ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation);

    /// <summary>
    /// Keeps a place for the user before they come into a room. Atomic for the user: of any number that ask at once no more are granted than there
    /// are places. Asked again for the same room it is the same claim, and begins anew.
    /// </summary>
    /// <param name="max">Rooms, and claims on rooms, that the user may have.</param>
    /// <param name="ttl">After that the claim is over; by then the room is the user's, or they have not come in.</param>
    ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>They did not come in: the place is free.</summary>
    ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation);
}
