namespace Streaming.Transport.Settings;

/// <summary>The block <c>Presence</c>.</summary>
public sealed class PresenceOptions
{
    /// <summary>Time between a user's last connection closing and others seeing the user offline, 0 to 10 minutes.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);
}
