using Streaming.Actors.Time;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Pings a peer that has been silent for the ping interval, and finds it dead when the pong time-out passes
/// without any byte from it. A peer that does not come to the end of a message is closed on the same occasion. A connection that talks is neither pinged nor moved in the wheel: when its entry comes
/// due it is put off by however recently the peer was heard.
/// </summary>
internal sealed class Heartbeat(WebSocketConnection connection, LimitOptions limits, TimingWheel wheel, TimeProvider time)
    : WheelEntry
{
    // A pong time-out that is met later than this was met by a process that did not run: it was stopped, or starved.
    // The pong may lie in the socket, so the peer is given its time once more.
    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(1);

    // Only touched by the wheel once started, which wakes one entry at a time.
    private bool _pinged;
    private long _pingMark;
    private long _pingedAt;
    private long _waitingSince;

    public void Start() => wheel.Schedule(this, limits.PingInterval);

    public void Stop() => wheel.Cancel(this);

    protected override void OnDue()
    {
        if (connection.IsClosing)
            return;
        if (connection.IsListening && connection.MessageUnderWay > limits.MessageTimeout)
            connection.Close(CloseReason.SlowSender);
        else if (_pinged)
            CheckPong();
        else
            CheckSilence();
    }

    private void CheckSilence()
    {
        var silence = Silence();
        if (silence < limits.PingInterval)
        {
            wheel.Schedule(this, limits.PingInterval - silence);
            return;
        }

        // Before it leaves: it may leave at once, and be answered before this thread goes on.
        _pingedAt = time.GetTimestamp();
        if (connection.Outbox.TryEnqueue(FrameWriter.Ping, out _pingMark))
            AwaitPong(_pingedAt);
    }

    private void CheckPong()
    {
        if (connection.LastHeardAt >= _pingedAt || !connection.IsListening)
        {
            _pinged = false;
            CheckSilence();
        }
        else if (!connection.Outbox.HasWritten(_pingMark))
        {
            // A ping behind a backlog cannot be answered yet; the write time-out judges that peer.
            AwaitPong(time.GetTimestamp());
        }
        else if (time.GetElapsedTime(_waitingSince) > limits.PongTimeout + Stalled)
        {
            AwaitPong(time.GetTimestamp());
        }
        else
        {
            connection.Close(CloseReason.NoHeartbeat);
        }
    }

    private void AwaitPong(long since)
    {
        _pinged = true;
        _waitingSince = since;
        wheel.Schedule(this, limits.PongTimeout);
    }

    // While the request gate holds up the read loop, its silence is ours.
    private TimeSpan Silence() =>
        connection.IsListening ? time.GetElapsedTime(connection.LastHeardAt) : TimeSpan.Zero;
}
