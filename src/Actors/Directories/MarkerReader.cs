using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;

namespace Streaming.Actors.Directories;

/// <summary>
/// Reads how far users have read: from the store, and from the room's owner what is not there yet. The owner first: what it has stored meanwhile
/// is then in the store.
/// </summary>
public sealed class MarkerReader
{
    /// <summary>Up to so many unread messages are counted.</summary>
    public const int MaxCounted = 100;

    private const int PageSize = 256;

    /// <summary>A room of which nothing but one's own messages and other events follow the marker is not read to its end.</summary>
    private const int MaxPages = 4;

    private readonly RoomsOfUser _rooms;
    private readonly IReadMarkers _markers;
    private readonly IRoomLog _log;
    private readonly RoomRouter _router;

    internal MarkerReader(RoomsOfUser rooms, IReadMarkers markers, IRoomLog log, RoomRouter router) =>
        (_rooms, _markers, _log, _router) = (rooms, markers, log, router);

    /// <param name="members">The page of members whose markers are asked for, and who asks. The other answer is the room's, where it refuses.</param>
    /// <exception cref="StoreAwayException">Markers cannot be read now.</exception>
    public async ValueTask<(MarkersPage? Page, RoomReply? Refusal)> ReadAsync(RoomId room, ReadMembers members, CancellationToken cancellation)
    {
        RoomReply reply = await _router.AskAsync(room, members);
        if (reply is not RoomReply.MembersRead page)
            return (null, reply);

        ImmutableArray<UserId> users = [.. page.Members.Select(static one => one.User)];
        reply = await _router.AskAsync(room, new ReadMarkers { By = members.By, Request = default, IsPrivileged = members.IsPrivileged, Users = users });
        if (reply is not RoomReply.MarkersRead read)
            return (null, reply);

        IReadOnlyDictionary<UserId, long> markers = await MarkersAsync(room, users, read, cancellation);
        return (new MarkersPage(read.Epoch, [.. users.Select(user => new ReadMarker(user, markers.GetValueOrDefault(user)))], page.HasMore ? users[^1] : null), null);
    }

    /// <summary>What a user has not read, a page of rooms at a time. The other answer is the one of a room that cannot be asked now.</summary>
    /// <param name="limit">1 to <see cref="RoomsOfUser.MaxLimit"/>.</param>
    /// <exception cref="StoreAwayException">The directory, the markers or a log cannot be read now.</exception>
    public async ValueTask<(UserRoomsPage<UnreadRoom>? Page, RoomReply? Failure)> ReadUnreadAsync(
        UserId user, RoomId? after, int limit, CancellationToken cancellation)
    {
        (UserRoomsPage<(RoomId Room, RoomReply Reply)>? page, RoomReply? failure) = await _rooms.AskAsync(
            user, after, limit, static user => new ReadMarkers { By = user, Request = default, Users = [user] }, IsIn, cancellation);
        if (page is null)
            return (null, failure);

        UnreadRoom[] unread = await Task.WhenAll(
            page.Rooms.Select(one => CountAsync(user, one.Room, (RoomReply.MarkersRead)one.Reply, cancellation)));
        return (new UserRoomsPage<UnreadRoom>([.. unread], page.Next), null);
    }

    private async Task<UnreadRoom> CountAsync(UserId user, RoomId room, RoomReply.MarkersRead read, CancellationToken cancellation)
    {
        long marker = (await MarkersAsync(room, [user], read, cancellation)).GetValueOrDefault(user);
        int count = 0;
        long after = marker;
        for (int pages = 0; after < read.LastSeq; pages++)
        {
            if (pages == MaxPages)
                return new UnreadRoom(room, read.Epoch, read.LastSeq, marker, count, IsCapped: true);

            LogPage page = await StoreAwayException.GuardAsync(_log.ReadAsync(room, LogRange.Following(after, PageSize), cancellation));
            foreach (RoomEvent e in page.Events)
            {
                if (e is MessagePublished { IsRedacted: false } && e.By != user && e.Seq <= read.LastSeq && ++count > MaxCounted)
                    return new UnreadRoom(room, read.Epoch, read.LastSeq, marker, MaxCounted, IsCapped: true);
            }

            if (page.Events.IsEmpty)
                break;

            after = page.Events[^1].Seq;
        }

        return new UnreadRoom(room, read.Epoch, read.LastSeq, marker, count, IsCapped: false);
    }

    /// <summary>No further than the log reaches: it may have lost its end since.</summary>
    private async ValueTask<IReadOnlyDictionary<UserId, long>> MarkersAsync(
        RoomId room, ImmutableArray<UserId> users, RoomReply.MarkersRead read, CancellationToken cancellation)
    {
        Dictionary<UserId, long> all = [];
        ImmutableArray<ReadMarker> stored = await StoreAwayException.GuardAsync(_markers.ReadAsync(room, users, cancellation));
        foreach (ReadMarker marker in stored.Concat(read.Unstored))
            all[marker.User] = Math.Min(read.LastSeq, Math.Max(all.GetValueOrDefault(marker.User), marker.Seq));
        return all;
    }

    private static bool? IsIn(RoomReply reply) => reply switch
    {
        RoomReply.MarkersRead => true,
        RoomReply.Refused => false,
        _ => null,
    };
}
