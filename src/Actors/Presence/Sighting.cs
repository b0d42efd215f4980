using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>Until then others could see the user.</summary>
public readonly record struct Sighting(UserId User, DateTimeOffset At);
