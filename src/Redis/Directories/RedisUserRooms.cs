using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Directories;

/// <summary>Which rooms users are in, in Redis: a user's in one slot.</summary>
public sealed class RedisUserRooms(RedisGate redis, RedisKeys keys) : IUserRooms
{
    private static readonly RedisScript EnterScript = new("Directories.enter.lua");
    private static readonly RedisScript LeaveScript = new("Directories.leave.lua");
    private static readonly RedisScript DropScript = new("Directories.drop.lua");
    private static readonly RedisScript ClaimScript = new("Directories.claim.lua");

    public async ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation) =>
        await redis.RunAsync(EnterScript, [keys.RoomsOf(user), keys.ClaimsOf(user)], [room.Room.Value, room.Seq]);

    public async ValueTask LeaveAsync(UserId user, UserRoom left, CancellationToken cancellation) =>
        await redis.RunAsync(LeaveScript, [keys.RoomsOf(user)], [left.Room.Value, left.Seq]);

    public async ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation) =>
        await redis.RunAsync(DropScript, [keys.RoomsOf(user)], [read.Room.Value, read.Seq]);

    public async ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation)
    {
        HashEntry[] all = await redis.CallAsync(database => database.HashGetAllAsync(keys.RoomsOf(user)));
        return
        [
            .. all.Select(static one => new UserRoom(new RoomId((string)one.Name!), long.Parse((string)one.Value!, CultureInfo.InvariantCulture)))
                .OrderBy(static room => room.Room.Value, StringComparer.Ordinal),
        ];
    }

    public async ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation) =>
        (int)await redis.RunAsync(
            ClaimScript, [keys.RoomsOf(user), keys.ClaimsOf(user)], [room.Value, max, (long)ttl.TotalMilliseconds]) switch
        {
            0 => RoomClaim.IsMember,
            1 => RoomClaim.Granted,
            _ => RoomClaim.Full,
        };

    public async ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation) =>
        await redis.CallAsync(database => database.SortedSetRemoveAsync(keys.ClaimsOf(user), room.Value));
}
