using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>One line of a room's moderation log.</summary>
/// <param name="Seq">Of the event in the room's log.</param>
/// <param name="Type">What was done: the name of the event on the wire.</param>
/// <param name="Target">To whom; null where it was done to the room.</param>
public sealed record ModerationEntry(long Seq, string Type, UserId? Target, UserId Moderator, string? Reason, DateTimeOffset Timestamp);
