using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>A user as others see them, in a room with them or not.</summary>
/// <param name="LastSeen">Until when others could see who is offline; null where that is not known.</param>
public sealed record ShownUser(UserId User, UserStatus Status, DateTimeOffset? LastSeen = null);
