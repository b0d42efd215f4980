using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;

namespace Streaming.Actors.Directories;

/// <summary>
/// The rooms that users are in, over all connections and nodes. The directory says where to ask, and the rooms' owners say whether it is so:
/// a room that knows nothing of the user is taken off there.
/// </summary>
public sealed class RoomsOfUser
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 50;

    /// <summary>About what a page holds: a room's settings alone may take ten thousand.</summary>
    public const int MaxPageBytes = 256 * 1024;

    /// <summary>Rooms that are asked at once: somebody may be in thousands, and each question is a message to another node.</summary>
    internal const int Width = 64;

    /// <summary>Longer than a join can take.</summary>
    private static readonly TimeSpan ClaimTtl = 3 * RoomRouter.Deadline;

    /// <summary>Times a second that this node asks all rooms of somebody who is full: as many questions as they have rooms, for one of theirs.</summary>
    private const int ChecksPerSecond = 10;

    private readonly IUserRooms _rooms;
    private readonly RoomRouter _router;
    private readonly TimeProvider _clock;
    private readonly int _max;
    private readonly Lock _gate = new();
    private TokenBucket _checks = new(ChecksPerSecond, ChecksPerSecond);

    internal RoomsOfUser(IUserRooms rooms, RoomRouter router, TimeProvider clock, int max) =>
        (_rooms, _router, _clock, _max) = (rooms, router, clock, max);

    /// <summary>A place for one more room. <see cref="GiveBackAsync"/> where it came to nothing.</summary>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room)
    {
        if (_max == int.MaxValue)
            return RoomClaim.Granted;

        RoomClaim claim = await TryClaimAsync(user, room);
        if (claim != RoomClaim.Full)
            return claim;

        // The room may know more of it; and the others less: the user may have left them a moment ago, or an accident has left them there.
        if (await _router.AskAsync(room, new ReadRoom { By = user, Request = default }) is RoomReply.Readable)
            return RoomClaim.IsMember;
        return MayCheck() && await CheckAsync(user) ? await TryClaimAsync(user, room) : RoomClaim.Full;
    }

    /// <summary>The user did not come in. Does nothing when the store is away: a claim ends by itself.</summary>
    public async ValueTask GiveBackAsync(UserId user, RoomId room)
    {
        if (_max == int.MaxValue)
            return;

        try
        {
            await StoreAwayException.GuardAsync(_rooms.GiveBackAsync(user, room, CancellationToken.None));
        }
        catch (StoreAwayException)
        {
        }
    }

    /// <summary>Asks the rooms of one page, which ends after <see cref="MaxPageBytes"/>. The other answer is the one of a room that cannot be asked now.</summary>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    /// <exception cref="StoreAwayException">The directory cannot be read now.</exception>
    public async ValueTask<(UserRoomsPage<EnteredRoom>? Page, RoomReply? Failure)> ReadAsync(
        UserId user, RoomId? after, int limit, CancellationToken cancellation)
    {
        (UserRoomsPage<(RoomId Room, RoomReply Reply)>? page, RoomReply? failure) = await AskAsync(
            user, after, limit, static user => new ReadRoomInfo { By = user, Request = default }, IsIn, cancellation);
        if (page is null)
            return (null, failure);

        var rooms = ImmutableArray.CreateBuilder<EnteredRoom>(page.Rooms.Length);
        int bytes = 0;
        foreach ((RoomId room, RoomReply reply) in page.Rooms)
        {
            RoomInfo info = ((RoomReply.InfoRead)reply).Room;
            bytes += info.Settings.Weight;
            if (bytes > MaxPageBytes && rooms.Count > 0)
                return (new UserRoomsPage<EnteredRoom>(rooms.ToImmutable(), rooms[^1].Room), null);

            rooms.Add(new EnteredRoom(room, info));
        }

        return (new UserRoomsPage<EnteredRoom>(rooms.ToImmutable(), page.Next), null);
    }

    /// <summary>As <see cref="ReadAsync"/>, with another question.</summary>
    /// <param name="ask">What each room is asked, as the user.</param>
    /// <param name="isIn">Whether an answer says that the user is in the room; null where it says nothing.</param>
    internal async ValueTask<(UserRoomsPage<(RoomId Room, RoomReply Reply)>? Page, RoomReply? Failure)> AskAsync(
        UserId user, RoomId? after, int limit, Func<UserId, RoomCommand> ask, Func<RoomReply, bool?> isIn, CancellationToken cancellation)
    {
        ImmutableArray<UserRoom> all = await StoreAwayException.GuardAsync(_rooms.ReadAsync(user, cancellation));
        ImmutableArray<UserRoom> rest = after is { } last ? [.. all.Where(one => string.CompareOrdinal(one.Room.Value, last.Value) > 0)] : all;
        ImmutableArray<UserRoom> some = [.. rest.Take(limit)];
        var found = ImmutableArray.CreateBuilder<(RoomId, RoomReply)>();
        foreach (UserRoom[] few in some.Chunk(Width))
        {
            RoomReply[] replies = await Task.WhenAll(few.Select(one => _router.AskAsync(one.Room, ask(user))));
            foreach ((UserRoom room, RoomReply reply) in few.Zip(replies))
            {
                if (isIn(reply) is not { } itIs)
                    return (null, reply);
                if (itIs)
                    found.Add((room.Room, reply));
                else
                    await StoreAwayException.GuardAsync(_rooms.DropAsync(user, room, cancellation));
            }
        }

        return (new UserRoomsPage<(RoomId, RoomReply)>(found.DrainToImmutable(), rest.Length > limit ? some[^1].Room : null), null);
    }

    private ValueTask<RoomClaim> TryClaimAsync(UserId user, RoomId room) =>
        StoreAwayException.GuardAsync(_rooms.ClaimAsync(user, room, _max, ClaimTtl, CancellationToken.None));

    private bool MayCheck()
    {
        lock (_gate)
            return _checks.Take(_clock.GetUtcNow()) == TimeSpan.Zero;
    }

    /// <summary>Asks the user's rooms until enough turn out to be none of theirs for one more: that is all that is wanted.</summary>
    /// <returns>Whether there may be a place now.</returns>
    private async ValueTask<bool> CheckAsync(UserId user)
    {
        ImmutableArray<UserRoom> all = await StoreAwayException.GuardAsync(_rooms.ReadAsync(user, CancellationToken.None));
        int left = all.Length;
        foreach (UserRoom[] few in all.Chunk(Width))
        {
            RoomReply[] replies = await Task.WhenAll(few.Select(one => _router.AskAsync(one.Room, new ReadRoom { By = user, Request = default })));

            // Of a room that cannot be asked nothing is known, and it stays.
            UserRoom[] wrong = [.. few.Where((_, i) => replies[i] is RoomReply.Refused)];
            foreach (UserRoom room in wrong)
                await StoreAwayException.GuardAsync(_rooms.DropAsync(user, room, CancellationToken.None));
            left -= wrong.Length;
            if (left < _max)
                return true;
        }

        return false;
    }

    private static bool? IsIn(RoomReply reply) => reply switch
    {
        RoomReply.InfoRead read => read.Room.Mine is not null,
        RoomReply.Refused => false,
        _ => null,
    };
}
