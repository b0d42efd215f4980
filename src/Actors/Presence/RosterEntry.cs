using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>One user in a room, as the others see them; <see cref="Availability.Offline"/> means gone.</summary>
public sealed record RosterEntry(UserId User, UserStatus Status);
