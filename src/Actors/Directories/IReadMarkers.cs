using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;

namespace Streaming.Actors.Directories;

/// <summary>Port: up to where the members of rooms have read. What is written in a term that is not the shard's is ignored.</summary>
public interface IReadMarkers
{
    /// <summary>Markers that <see cref="ReadAsync"/> takes at once.</summary>
    const int MaxUsers = 256;

    /// <summary>Moves markers forward. One that is further already stays.</summary>
    ValueTask RaiseAsync(RoomWriter writer, ImmutableArray<ReadMarker> markers, CancellationToken cancellation);

    /// <summary>These users', as far as they have one; in any order.</summary>
    /// <param name="users">At most <see cref="MaxUsers"/>.</param>
    ValueTask<ImmutableArray<ReadMarker>> ReadAsync(RoomId room, ImmutableArray<UserId> users, CancellationToken cancellation);

    /// <summary>They are no members any more.</summary>
    ValueTask RemoveAsync(RoomWriter writer, ImmutableArray<UserId> users, CancellationToken cancellation);

    /// <summary>The room is no more.</summary>
    ValueTask RemoveAllAsync(RoomWriter writer, CancellationToken cancellation);
}
