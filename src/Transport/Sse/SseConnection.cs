using Streaming.Actors.Time;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;

namespace Streaming.Transport.Sse;

/// <summary>
/// The stream of one client: an outbox over the response, a comment now and then so that proxies keep it open, and an
/// ordered end. A client that goes away is noticed by the failing write or by the server's own abort token.
/// </summary>
internal sealed class SseConnection : IOutboxOwner, ILiveConnection, IDisposable
{
    // Beside each event stands a cursor, which in a stream of many rooms is longer than the event.
    private const long BoundPerMaxOutboundBytes = 2;

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    private readonly KeepAlive _keepAlive;
    private readonly SseEncoder _encoder;
    private readonly TaskCompletionSource<CloseReason> _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConnectionCredentials _credentials;

    public SseConnection(Stream response, ConnectionCredentials credentials, ConnectionServices services, SseEncoder encoder)
    {
        _credentials = credentials;
        _encoder = encoder;
        Outbox = new Outbox(
            new StreamTarget(response), BoundPerMaxOutboundBytes * services.Limits.MaxOutboundBytes, services.Limits.WriteTimeout,
            services.Wheel, this);
        _keepAlive = new KeepAlive(this, services.Limits.PingInterval, services.Wheel);
    }

    public Outbox Outbox { get; }

    public Principal Principal => _credentials.Principal;

    /// <summary>Completes with the first reason that anyone gives to end the stream.</summary>
    public Task<CloseReason> Closing => _closing.Task;

    public void Send(ReadOnlyMemory<byte> events) => Outbox.TryEnqueue(events);

    /// <summary>Ends the stream: what it is made of was asked for at its beginning. Browsers come back, and get what the credentials allow now.</summary>
    public bool TryExchange(Principal before, Principal next)
    {
        if (!_credentials.TryExchange(before, next))
            return false;
        Close(CloseReason.Unauthorized);
        return true;
    }

    public void StartKeepAlive() => _keepAlive.Start();

    /// <summary>Asks for the end of the stream; from any thread, any number of times.</summary>
    public void Close(CloseReason reason) => _closing.TrySetResult(reason);

    /// <summary>
    /// Ends the stream: what waits still leaves, unless the client was too slow for it or has gone. True if it did.
    /// </summary>
    public async Task<bool> EndAsync(CloseReason reason)
    {
        if (reason is CloseReason.Lost)
            Outbox.Abort();
        else
            Outbox.Complete(ReadOnlyMemory<byte>.Empty, dropWaiting: reason == CloseReason.SlowConsumer);
        return await Outbox.Ended;
    }

    public void Drain(TimeSpan reconnectAfter)
    {
        Send(SseEvents.Draining(_encoder, reconnectAfter));
        Close(CloseReason.Draining);
    }

    void IOutboxOwner.OnOutboxFailed(OutboxFailure failure) => Close(failure switch
    {
        OutboxFailure.Overflow => CloseReason.SlowConsumer,
        OutboxFailure.WriteTimedOut => new CloseReason.Lost(Loss.WriteTimedOut),
        OutboxFailure.WriteFailed => new CloseReason.Lost(Loss.WriteFailed),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    });

    public void Dispose() => _keepAlive.Stop();

    private sealed class KeepAlive(SseConnection connection, TimeSpan interval, TimingWheel wheel) : WheelEntry
    {
        private volatile bool _stopped;

        public void Start() => wheel.Schedule(this, interval);

        public void Stop()
        {
            _stopped = true;
            wheel.Cancel(this);
        }

        protected override void OnDue()
        {
            if (_stopped)
                return;
            connection.Send(Comment);
            wheel.Schedule(this, interval);
            // Stopped in between: the cancel came too early to find it.
            if (_stopped)
                wheel.Cancel(this);
        }
    }
}
