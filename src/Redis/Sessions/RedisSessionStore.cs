using Google.Protobuf;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Redis.Connections;
using Streaming.Redis.Events;
using Streaming.Redis.Peers;
using Role = Streaming.Actors.Rooms.Role;

namespace Streaming.Redis.Sessions;

/// <summary>Sessions in Redis, a hash each, that goes by itself when its time is up.</summary>
public sealed class RedisSessionStore(RedisGate redis, RedisKeys keys) : ISessionStore
{
    private static readonly RedisScript SaveScript = new("Sessions.save.lua");
    private static readonly RedisScript RenewScript = new("Sessions.renew.lua");
    private static readonly RedisScript TakeScript = new("Sessions.take.lua");
    private static readonly RedisScript ExpelScript = new("Sessions.expel.lua");

    public async ValueTask SaveAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        await redis.RunAsync(SaveScript, [keys.SessionOf(record.Token)], ValuesOf(record, ttl));

    public async ValueTask<SessionRenewal> RenewAsync(SessionRecord record, TimeSpan ttl, CancellationToken cancellation) =>
        (int)await redis.RunAsync(RenewScript, [keys.SessionOf(record.Token)], ValuesOf(record, ttl)) switch
        {
            0 => SessionRenewal.Renewed,
            1 => SessionRenewal.Taken,
            _ => SessionRenewal.Unknown,
        };

    public async ValueTask<SessionRecord?> TakeAsync(string token, UserId? user, Role role, CancellationToken cancellation)
    {
        RedisResult reply = await redis.RunAsync(
            TakeScript, [keys.SessionOf(token)], [user is null ? 0 : 1, user?.Value ?? "", role == Role.Guest ? 1 : 0]);
        return reply.IsNull ? null : Decode(token, (byte[])reply!);
    }

    public async ValueTask RemoveAsync(string token, CancellationToken cancellation) =>
        await redis.CallAsync(database => database.KeyDeleteAsync(keys.SessionOf(token)));

    public async ValueTask NoteExpelledAsync(UserId user, DateTimeOffset at, TimeSpan ttl, CancellationToken cancellation) =>
        await redis.RunAsync(ExpelScript, [keys.ExpelledOf(user)], [(long)ttl.TotalMilliseconds, at.UtcTicks]);

    public async ValueTask<DateTimeOffset?> FindExpelledAsync(UserId user, CancellationToken cancellation)
    {
        RedisValue at = await redis.CallAsync(database => database.HashGetAsync(keys.ExpelledOf(user), "at"));
        return at.IsNull ? null : new DateTimeOffset((long)at, TimeSpan.Zero);
    }

    private static RedisValue[] ValuesOf(SessionRecord record, TimeSpan ttl)
    {
        var wire = new Wire.SessionRecord
        {
            Session = record.Session.Value, Node = record.Node.Value, User = record.User.Value, Role = RoleCodec.Encode(record.Role),
            OpenedAt = record.OpenedAt.UtcTicks, Device = (uint)record.Device, ActiveAt = record.ActiveAt.UtcTicks,
            Chosen = record.Chosen is { } chosen ? RosterCodec.Encode(chosen) : null,
        };
        foreach (SessionRoom room in record.Rooms)
            wire.Rooms.Add(new Wire.SessionRoom { Room = room.Room.Value, Echo = room.Echo });
        wire.Watched.AddRange(record.Watched.Select(static user => user.Value));
        foreach (SessionChannel channel in record.Channels)
        {
            wire.Channels.Add(new Wire.SessionChannel
            {
                Name = channel.Name.ToString(), Filter = UnsafeByteOperations.UnsafeWrap(channel.Filter), Echo = channel.Echo,
            });
        }

        return [(long)ttl.TotalMilliseconds, record.User.Value, record.Role == Role.Guest ? 1 : 0, wire.ToByteArray()];
    }

    private static SessionRecord Decode(string token, byte[] bytes)
    {
        Wire.SessionRecord wire = Wire.SessionRecord.Parser.ParseFrom(bytes);
        return new SessionRecord(
            new SessionId(wire.Session), token, new NodeId(wire.Node), new UserId(wire.User), RoleCodec.Decode(wire.Role),
            [.. wire.Rooms.Select(static room => new SessionRoom(new RoomId(room.Room), room.Echo))])
        {
            OpenedAt = new DateTimeOffset(wire.OpenedAt, TimeSpan.Zero),
            Channels = [.. wire.Channels.Select(Decode).OfType<SessionChannel>()],
            Watched = [.. wire.Watched.Select(static user => new UserId(user))],
            Chosen = wire.Chosen is null ? null : RosterCodec.Decode(wire.Chosen),
            Device = (Devices)wire.Device,
            ActiveAt = new DateTimeOffset(wire.ActiveAt, TimeSpan.Zero),
        };
    }

    /// <returns>Null for a name that this release does not read.</returns>
    private static SessionChannel? Decode(Wire.SessionChannel channel) =>
        NamePattern.TryParse(channel.Name, out NamePattern name) ? new SessionChannel(name, channel.Filter.Memory, channel.Echo) : null;
}
