using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Port: the list of public rooms, in the order of their ids.</summary>
public interface IPublicRooms
{
    /// <summary>Rooms that <see cref="ReadAsync"/> gives at once.</summary>
    const int MaxLimit = 256;

    /// <summary>
    /// Lists a room in place of what was listed of it, or takes it off the list. What an owner of an earlier term says after a later one is
    /// ignored, also for a while after the room was taken off.
    /// </summary>
    /// <param name="term">The number of the term in which the room's owner says so.</param>
    /// <param name="listing">Null: it is not on the list.</param>
    ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation);

    /// <param name="after">Only rooms whose ids come after it, compared as bytes; null: from the first.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation);
}
