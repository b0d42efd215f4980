using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A ban or a mute.</summary>
/// <param name="Until">Null: until it is taken back.</param>
public sealed record Restriction(DateTimeOffset? Until, string? Reason, UserId By, DateTimeOffset At)
{
    public bool IsOver(DateTimeOffset now) => Until <= now;
}
