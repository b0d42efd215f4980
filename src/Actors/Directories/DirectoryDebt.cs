using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>What the directory has perhaps not been told of a room: its log's entries behind <paramref name="After"/>, up to <paramref name="UpTo"/>.</summary>
public readonly record struct DirectoryDebt(RoomId Room, long After, long UpTo);
