using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Looks for public rooms. One look goes through a bounded part of the list, however rare what is looked for.</summary>
public sealed class RoomListing(IPublicRooms rooms)
{
    /// <summary>Eight questions to the store, and some milliseconds of comparing.</summary>
    internal const int MaxLookedAt = 8 * IPublicRooms.MaxLimit;

    /// <exception cref="StoreAwayException">The list cannot be read now.</exception>
    public async ValueTask<ListingPage> ReadAsync(ListingQuery query, CancellationToken cancellation)
    {
        var filter = new ListingFilter(query);
        var found = ImmutableArray.CreateBuilder<ListedRoom>();
        RoomId? after = query.After;
        for (int lookedAt = 0; lookedAt < MaxLookedAt;)
        {
            ImmutableArray<ListedRoom> some = await StoreAwayException.GuardAsync(rooms.ReadAsync(after, IPublicRooms.MaxLimit, cancellation));
            foreach (ListedRoom room in some)
            {
                // There is one more: it tells that there is a next page, and begins it.
                if (found.Count == query.Limit && filter.Matches(room))
                    return new ListingPage(found.DrainToImmutable(), after);

                if (filter.Matches(room))
                    found.Add(room);
                after = room.Room;
            }

            if (some.Length < IPublicRooms.MaxLimit)
                return new ListingPage(found.DrainToImmutable(), Next: null);

            lookedAt += some.Length;
        }

        return new ListingPage(found.DrainToImmutable(), after);
    }
}
