using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Hooks;

/// <summary>A message that is in a room's log.</summary>
/// <param name="User">Who sent it.</param>
/// <param name="Id">Its place in the log.</param>
/// <param name="Body">What everybody sees of it.</param>
/// <param name="Timestamp">The clock of the room's owner.</param>
public sealed record AcceptedMessage(RoomId Room, UserId User, MessageId Id, MessageBody Body, DateTimeOffset Timestamp);
