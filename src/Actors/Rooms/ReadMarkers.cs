using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>Which of these users' read markers are not stored yet? For members. The reply is <see cref="RoomReply.MarkersRead"/>.</summary>
public sealed record ReadMarkers : RoomCommand
{
    /// <summary>At most <see cref="ReadMembers.MaxLimit"/>.</summary>
    public required ImmutableArray<UserId> Users { get; init; }

    public bool Equals(ReadMarkers? other) => base.Equals(other) && Users.SequenceEqual(other.Users);

    public override int GetHashCode() => By.GetHashCode();
}
