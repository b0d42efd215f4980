using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Redis.Peers;

/// <summary>
/// Messages between nodes over Redis pub/sub: one channel a node, frames of Protocol Buffers (<c>peers.proto</c>), batched by
/// destination (<see cref="PeerOutbox"/>). Best effort, as the port says: Redis forgets what it cannot hand on at once.
/// <para>
/// <b>Silence is not peace.</b> A subscription can be dead while Redis answers. So each node publishes a number to itself every
/// second (<see cref="DeliveryProbe"/>): when none has come back for three, the subscription is made anew, and
/// <see cref="IsDelivering"/> tells health meanwhile. <see cref="Interrupted"/> is raised when delivery is proven again after a
/// break, and when the numbers of a sender's frames have a gap (at most once a second).
/// </para>
/// What a node says to itself does not leave the process.
/// </summary>
public sealed partial class RedisPeerLink : IPeerLink, IFramePublisher, IAsyncDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly ISubscriber _subscriber;
    private readonly RedisKeys _keys;
    private readonly PeerLinkOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly PeerInbox _inbox;
    private readonly DeliveryProbe _probe;
    private readonly ConcurrentDictionary<NodeId, PeerOutbox> _outboxes = new();
    private readonly Func<NodeId, PeerOutbox> _makeOutbox;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _delivering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private Task _probing = Task.CompletedTask;
    private Task _resubscribing = Task.CompletedTask;
    private ChannelMessageQueue? _subscription;
    private ulong _number;
    private volatile bool _missed;
    private volatile bool _mustSubscribe;
    private volatile bool _cannotPublish;
    private bool _disposed;

    /// <param name="life">Names this life of the process; any text that no earlier life of the node had.</param>
    public RedisPeerLink(
        IConnectionMultiplexer redis, RedisKeys keys, NodeId self, string life, PeerLinkOptions options, TimeProvider clock,
        ILogger<RedisPeerLink> logger)
    {
        (_redis, _keys, Self, Life, _options, _clock, _logger) = (redis, keys, self, life, options, clock, logger);
        _subscriber = redis.GetSubscriber();
        _probe = new DeliveryProbe(clock, options.QuietAfter);
        _inbox = new PeerInbox(self, life, Counters, logger) { Probed = OnProbed, Missed = () => _missed = true };
        _makeOutbox = node => new PeerOutbox(keys.PeersOf(node), node, this, options, Counters);
    }

    public NodeId Self { get; }

    public PeerLinkCounters Counters { get; } = new();

    /// <summary>Whether what is published to this node arrives here: known to within <see cref="PeerLinkOptions.QuietAfter"/>.</summary>
    public bool IsDelivering => _probe.IsDelivering;

    /// <summary>Messages that wait to be published now, to all nodes.</summary>
    public int Waiting => _outboxes.Values.Sum(static outbox => outbox.Count);

    public event Action Interrupted = static () => { };

    internal string Life { get; }

    string IFramePublisher.From => Self.Value;

    string IFramePublisher.Life => Life;

    /// <summary>Begins to listen; completes when the node has heard itself. To be called once, after <see cref="Receive"/>.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _redis.ConnectionFailed += OnConnection;
        _redis.ConnectionRestored += OnConnection;
        await FirstSubscribeAsync(cancellation);
        _probing = ProbeAsync();
        await _delivering.Task.WaitAsync(cancellation);
    }

    public void Receive(Action<NodeId, PeerMessage> receiver) => _inbox.Receiver = receiver;

    public void Send(NodeId node, PeerMessage message)
    {
        if (node == Self)
            _inbox.Receiver(node, message);
        else
            _outboxes.GetOrAdd(node, _makeOutbox).Add(message);
    }

    /// <summary>Stops listening. What waits to be sent may be lost. A host that knows it by two names may do so twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        _redis.ConnectionFailed -= OnConnection;
        _redis.ConnectionRestored -= OnConnection;
        await _stop.CancelAsync();
        await _probing;
        await _resubscribing;
        try
        {
            if (_subscription is { } subscription)
                await subscription.UnsubscribeAsync();
        }
        catch (Exception e)
        {
            // Redis is away: the subscription ends with the connection.
            LogNotSubscribed(_logger, e);
        }

        _stop.Dispose();
    }

    ulong IFramePublisher.NextNumber() => Interlocked.Increment(ref _number);

    async Task IFramePublisher.PublishAsync(RedisChannel channel, ReadOnlyMemory<byte> frame)
    {
        await _subscriber.PublishAsync(channel, frame);
        if (_cannotPublish)
        {
            _cannotPublish = false;
            LogPublishesAgain(_logger);
        }
    }

    void IFramePublisher.OnNotEncoded(PeerMessage message, Exception why) => LogNotEncoded(_logger, why, message.GetType().Name);

    void IFramePublisher.OnNotPublished(NodeId node, int messages, Exception why)
    {
        if (_cannotPublish)
            return;

        _cannotPublish = true;
        LogNotPublished(_logger, why, messages, node);
    }

    private void OnProbed(ulong number)
    {
        if (_probe.Heard(number))
        {
            LogHearsAgain(_logger);
            _missed = false;
            Interrupt();
        }

        _delivering.TrySetResult();
    }

    private void Interrupt()
    {
        Counters.OnInterrupted();
        Interrupted();
    }
}
