namespace Streaming.Actors.Presence;

public enum Availability
{
    Offline,
    Online,
    Away,
    Busy,
}
