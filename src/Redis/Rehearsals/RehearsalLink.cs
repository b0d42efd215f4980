using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Rehearsals;

/// <summary>
/// The link of a node in a rehearsal: all of <see cref="RedisPeerLink"/> but Redis. Frames are handed over in this process, so that no
/// channel has to be allowed that the node itself does not use.
/// </summary>
internal sealed class RehearsalLink : IPeerLink, IFramePublisher
{
    private readonly ConcurrentDictionary<RedisChannel, RehearsalLink> _all;
    private readonly ConcurrentDictionary<NodeId, PeerOutbox> _outboxes = new();
    private readonly PeerLinkCounters _counters = new();
    private readonly PeerInbox _inbox;
    private readonly RedisKeys _keys;
    private ulong _number;

    /// <param name="all">The links of all nodes in the rehearsal; this one adds itself.</param>
    public RehearsalLink(NodeId self, RedisKeys keys, ConcurrentDictionary<RedisChannel, RehearsalLink> all)
    {
        (Self, _keys, _all) = (self, keys, all);
        _inbox = new PeerInbox(self, self.Value, _counters, NullLogger.Instance);
        all[keys.PeersOf(self)] = this;
    }

    /// <summary>Never: nothing is lost on the way.</summary>
    public event Action Interrupted
    {
        add { }
        remove { }
    }

    public NodeId Self { get; }

    string IFramePublisher.From => Self.Value;

    string IFramePublisher.Life => Self.Value;

    public void Receive(Action<NodeId, PeerMessage> receiver) => _inbox.Receiver = receiver;

    public void Send(NodeId node, PeerMessage message)
    {
        if (node == Self)
            _inbox.Receiver(node, message);
        else
            _outboxes.GetOrAdd(node, to => new PeerOutbox(_keys.PeersOf(to), to, this, new PeerLinkOptions(), _counters)).Add(message);
    }

    ulong IFramePublisher.NextNumber() => Interlocked.Increment(ref _number);

    Task IFramePublisher.PublishAsync(RedisChannel channel, ReadOnlyMemory<byte> frame)
    {
        _all[channel]._inbox.Take(frame);
        return Task.CompletedTask;
    }

    void IFramePublisher.OnNotEncoded(PeerMessage message, Exception why)
    {
    }

    void IFramePublisher.OnNotPublished(NodeId node, int messages, Exception why)
    {
    }
}
