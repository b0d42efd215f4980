using Streaming.Actors.Time;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>Closes a connection when the credentials it was opened with run out.</summary>
internal sealed class CredentialExpiry : WheelEntry, IDisposable
{
    private readonly ILiveConnection _connection;
    private readonly TimingWheel _wheel;

    private CredentialExpiry(ILiveConnection connection, TimingWheel wheel) => (_connection, _wheel) = (connection, wheel);

    /// <summary>Null where the credentials last for ever.</summary>
    public static CredentialExpiry? Watch(ILiveConnection connection, Principal principal, ConnectionServices services)
    {
        if (principal.ExpiresAt is not { } expiresAt)
            return null;
        var expiry = new CredentialExpiry(connection, services.Wheel);
        var left = expiresAt - services.Time.GetUtcNow();
        services.Wheel.Schedule(expiry, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return expiry;
    }

    public void Dispose() => _wheel.Cancel(this);

    protected override void OnDue() => _connection.Close(CloseReason.Unauthorized);
}
