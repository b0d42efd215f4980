using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>What a user has not read in a room.</summary>
/// <param name="Marker">Up to where the user has read; 0 where they have never said.</param>
/// <param name="Count">Messages of others behind the marker.</param>
/// <param name="IsCapped">There are, or may be, more.</param>
public sealed record UnreadRoom(RoomId Room, Epoch Epoch, long LastSeq, long Marker, int Count, bool IsCapped);
