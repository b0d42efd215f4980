using Streaming.Actors.Time;
using Streaming.Transport.Authentication;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>Closes a connection when the credentials it was opened with run out.</summary>
internal sealed class CredentialExpiry : WheelEntry, IDisposable
{
    private readonly WebSocketConnection _socket;
    private readonly TimingWheel _wheel;

    private CredentialExpiry(WebSocketConnection socket, TimingWheel wheel) => (_socket, _wheel) = (socket, wheel);

    /// <summary>Null where the credentials last for ever.</summary>
    public static CredentialExpiry? Watch(WebSocketConnection socket, Principal principal, ConnectionServices services)
    {
        if (principal.ExpiresAt is not { } expiresAt)
            return null;
        var expiry = new CredentialExpiry(socket, services.Wheel);
        var left = expiresAt - services.Time.GetUtcNow();
        services.Wheel.Schedule(expiry, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return expiry;
    }

    public void Dispose() => _wheel.Cancel(this);

    protected override void OnDue() => _socket.Close(CloseReason.Unauthorized);
}
