using Streaming.Actors.Ids;

namespace Streaming.Transport.Hooks;

/// <summary>Somebody is a member, or is none any more.</summary>
/// <param name="User">Who.</param>
/// <param name="By">Whose doing it was: the same user's, or who added, kicked or banned them.</param>
/// <param name="Event">The event in the room's log.</param>
/// <param name="Timestamp">The clock of the room's owner.</param>
public sealed record MemberChange(RoomId Room, UserId User, UserId By, MessageId Event, DateTimeOffset Timestamp);
