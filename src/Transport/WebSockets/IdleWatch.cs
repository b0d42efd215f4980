using Streaming.Actors.Time;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>Closes a connection that has sent no message and had no subscription for the idle time-out; zero is never.</summary>
internal sealed class IdleWatch(
    WebSocketConnection connection, IMessageHandler handler, TimeSpan timeout, TimingWheel wheel, TimeProvider time)
    : WheelEntry
{
    public void Start()
    {
        if (timeout > TimeSpan.Zero)
            wheel.Schedule(this, timeout);
    }

    public void Stop() => wheel.Cancel(this);

    protected override void OnDue()
    {
        if (connection.IsClosing)
            return;
        var idle = handler.HasSubscriptions || connection.Requests.InFlight > 0
            ? TimeSpan.Zero
            : time.GetElapsedTime(connection.LastMessageAt);
        if (idle >= timeout)
            connection.Close(CloseReason.IdleTimeout);
        else
            wheel.Schedule(this, timeout - idle);
    }
}
