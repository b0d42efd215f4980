using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Directories;
using Streaming.Redis.Logs;
using Streaming.Redis.Presence;
using Streaming.Redis.Sessions;
using Streaming.Redis.Shards;
using Streaming.Transport.EventLoops;
using Streaming.Transport.Hosting;

namespace Streaming.Benchmarks.Peers.Serving;

/// <summary>A node without sockets in the process of the benchmark: alone, its log on Redis, on event loops as the program is.</summary>
internal static class NodeInProcess
{
    public static StreamingNode Make(string name, ConnectionMultiplexer redis, RedisKeys keys, int shards, EventLoopSet loops)
    {
        var self = new NodeId(name);
        var gate = new RedisGate(redis, TimeProvider.System);
        var ports = new NodePorts(
            self, new RedisShardDirectory(redis, keys, new AgreedSettings(shards), TimeProvider.System), new RedisShardFence(gate, keys),
            new InMemoryPeerNetwork().LinkOf(self),
            new RedisRoomLog(gate, keys, shards, RedisReplication.None(gate), NullLogger<RedisRoomLog>.Instance),
            new RedisSessionStore(gate, keys), loops, TimeProvider.System, new SystemEntropy())
        {
            Rooms = RedisRoomDirectory.On(gate, keys, shards),
            LastSeen = new RedisLastSeen(gate, keys, shards),
        };
        return new StreamingNode(
            ports, new NodeOptions { Mailboxes = new MailboxOptions { MessagesPerSecond = 0 } }, NullLoggerFactory.Instance);
    }
}
