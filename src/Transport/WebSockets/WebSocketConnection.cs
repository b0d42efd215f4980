using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// One WebSocket, from the accepted handshake to its last resource. A connection is two loops and one ordered close:
/// <list type="number">
/// <item>The read loop (WebSocketConnection.Reading.cs) takes messages from the stream, one at a time, and hands them
/// to the handler. It stops at the request gate, which is how a client that asks too much is slowed down.</item>
/// <item>The write loop is the <see cref="Outbox"/>, which runs only while something waits.</item>
/// <item>The close (WebSocketConnection.Closing.cs) begins once, for the first reason that anyone gives, and brings
/// both loops to their end within bounded time, whatever the peer does.</item>
/// </list>
/// While nothing happens there is one parked read, without a buffer, and one entry in the timing wheel.
/// </summary>
internal sealed partial class WebSocketConnection : IOutboxOwner
{
    /// <summary>What the handler still gets to see, in multiples of the size limit, so that it can answer by request id.</summary>
    public const int BufferedPerMaxMessageSize = 4;

    private readonly Lock _lock = new();
    private readonly IFrameTransport _transport;
    private readonly ConnectionServices _services;
    private readonly ILogger _logger;
    private readonly MessageReader _messages;

    public WebSocketConnection(ConnectionId id, IFrameTransport transport, ConnectionServices services)
    {
        Id = id;
        _transport = transport;
        _services = services;
        _logger = services.Loggers.CreateLogger<WebSocketConnection>();
        var limits = services.Limits;
        _messages = new MessageReader(limits.MaxMessageSize * BufferedPerMaxMessageSize, transport.IsDeflated);
        Outbox = new Outbox(transport, limits.MaxOutboundBytes, limits.WriteTimeout, services.Wheel, this);
        Requests = new RequestGate(limits.MaxRequestsInFlight);
        services.Counters.CountOpened();
    }

    public ConnectionId Id { get; }

    /// <summary>Whether frames for the peer may be compressed.</summary>
    public bool IsDeflated => _transport.IsDeflated;

    /// <summary>Frames for the peer.</summary>
    public Outbox Outbox { get; }

    /// <summary>The requests that wait for their answers; the handler exits once for every message.</summary>
    public RequestGate Requests { get; }

    /// <summary>
    /// Serves the connection until it has ended and everything it held is released. To be called once, for every
    /// connection, also for one that is closed at once. Does not throw for anything that a peer can do.
    /// </summary>
    /// <returns>Why it ended: the first reason given.</returns>
    public async Task<CloseReason> RunAsync(IMessageHandler handler)
    {
        var startedAt = LastHeardAt = LastMessageAt = _services.Time.GetTimestamp();
        var heartbeat = new Heartbeat(this, _services.Limits, _services.Wheel, _services.Time);
        var idleWatch = new IdleWatch(this, handler, _services.Limits.IdleTimeout, _services.Wheel, _services.Time);
        _handler = handler;
        heartbeat.Start();
        idleWatch.Start();
        EndDispatch();

        await ReadToEndAsync(handler);
        await _ending!.Closed.Task;
        await Outbox.Ended;

        heartbeat.Stop();
        idleWatch.Stop();
        _services.Counters.CountClosed();
        var reason = _ending.Reason;
        ConnectionEnded(Id, reason.ForLog(), _services.Time.GetElapsedTime(startedAt), Outbox.Statistics.Frames);
        return reason;
    }

    void IOutboxOwner.OnOutboxFailed(OutboxFailure failure)
    {
        switch (failure)
        {
            case OutboxFailure.Overflow:
                Close(CloseReason.SlowConsumer);
                break;
            case OutboxFailure.WriteTimedOut:
                Close(new CloseReason.Lost(Loss.WriteTimedOut));
                // A close that is under way already waits for this very write.
                _transport.Abort();
                break;
            case OutboxFailure.WriteFailed:
                Close(new CloseReason.Lost(Loss.WriteFailed));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(failure), failure, null);
        }
    }
}
