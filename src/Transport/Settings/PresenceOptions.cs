namespace Streaming.Transport.Settings;

/// <summary>The block <c>Presence</c>.</summary>
public sealed class PresenceOptions
{
    /// <summary>Time between a user's last connection closing and others seeing the user offline, 0 to 10 minutes.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A user who has asked for nothing for so long is shown as away, up to a day; zero: never.</summary>
    public TimeSpan AwayAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Users who are named to a room's listeners, 0 to 100,000; where more are present these are told how many. 0: however many are named.
    /// </summary>
    public int MaxRosterSize { get; set; } = 500;

    /// <summary>Users that one connection may watch, 1 to 10,000.</summary>
    public int MaxWatches { get; set; } = 100;
}
