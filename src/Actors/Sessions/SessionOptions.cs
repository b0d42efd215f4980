namespace Streaming.Actors.Sessions;

/// <summary>How sessions are kept. Defaults are those of docs/configuration.md.</summary>
public sealed record SessionOptions
{
    /// <summary>How long a session outlives its connection.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Rooms that one user may be a member of; more are refused with <c>room_limit</c>.</summary>
    public int MaxRooms { get; init; } = 50;

    /// <summary>Channels, patterns included, that one connection can listen to; more are refused with <c>subscription_limit</c>.</summary>
    public int MaxChannels { get; init; } = 100;

    /// <summary>Users that one connection can watch; more are refused with <c>subscription_limit</c>.</summary>
    public int MaxWatches { get; init; } = 100;

    /// <summary>Off: nobody is announced, and rosters stay empty.</summary>
    public bool EnablePresence { get; init; } = true;
}
