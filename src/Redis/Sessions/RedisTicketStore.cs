using StackExchange.Redis;
using Streaming.Actors.Sessions;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Sessions;

/// <summary>Tickets in Redis, a hash each, that goes by itself when its time is up.</summary>
public sealed class RedisTicketStore(RedisGate redis, RedisKeys keys) : ITicketStore
{
    private static readonly RedisScript KeepScript = new("Sessions.keep-ticket.lua");
    private static readonly RedisScript TakeScript = new("Sessions.take-ticket.lua");

    public async ValueTask<bool> KeepAsync(string name, ReadOnlyMemory<byte> content, TimeSpan ttl, CancellationToken cancellation)
    {
        await redis.RunAsync(KeepScript, [keys.TicketOf(name)], [(long)ttl.TotalMilliseconds, content]);
        return true;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> TakeAsync(string name, CancellationToken cancellation)
    {
        RedisResult reply = await redis.RunAsync(TakeScript, [keys.TicketOf(name)], []);
        if (reply.IsNull)
            return null;

        // Not in one expression with the null, which would become an empty content.
        return (byte[])reply!;
    }
}
