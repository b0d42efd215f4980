namespace Streaming.Actors.Presence;

/// <summary>What a user's connections come from, as the clients say.</summary>
[Flags]
public enum Devices
{
    None = 0,
    Mobile = 1,
    Desktop = 2,
    Tablet = 4,
    Web = 8,
}
