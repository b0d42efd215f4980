using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>
/// Port: when users could be seen last, to the millisecond. Of each the latest that was noted counts, in whatever order it comes: the owner of
/// a user's presence may be late with it, and another one be there. What is older than <see cref="Kept"/> is forgotten, and the oldest where there are too many.
/// </summary>
public interface ILastSeen
{
    /// <summary>Users that are noted or asked for at once, at most.</summary>
    const int MaxUsers = 500;

    /// <summary>For so long it is known of a user who does not come back.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <param name="seen">At most <see cref="MaxUsers"/>.</param>
    ValueTask NoteAsync(ImmutableArray<Sighting> seen, CancellationToken cancellation);

    /// <param name="users">At most <see cref="MaxUsers"/>.</param>
    /// <returns>In the order asked for; null for who has not been seen, or so long ago that it is forgotten.</returns>
    ValueTask<ImmutableArray<DateTimeOffset?>> ReadAsync(ImmutableArray<UserId> users, CancellationToken cancellation);
}
