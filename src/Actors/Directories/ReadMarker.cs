using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Up to where a member has read a room.</summary>
public readonly record struct ReadMarker(UserId User, long Seq);
