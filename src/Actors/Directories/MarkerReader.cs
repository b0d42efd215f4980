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

    /// <summary>A room of which nothing but one's own messages and other events follow the marker is not read to its end: in entries, and in bytes.</summary>
    private const int MaxScan = 1_024;
    private const int MaxScanBytes = 2 * 1024 * 1024;

    /// <summary>What is read of logs for one answer; it ends with the rooms that were counted by then.</summary>
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    /// <summary>Rooms that are counted at once.</summary>
    private const int Width = 8;

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

    /// <summary>How far one member has read. The other answer is the room's, where it refuses.</summary>
    /// <exception cref="StoreAwayException">Markers cannot be read now.</exception>
    public async ValueTask<(ReadMarker? Marker, RoomReply? Refusal)> ReadAsync(RoomId room, UserId member, CancellationToken cancellation)
    {
        RoomReply reply = await _router.AskAsync(room, new ReadMarkers { By = member, Request = default, Users = [member] });
        return reply is RoomReply.MarkersRead read
            ? (new ReadMarker(member, (await MarkersAsync(room, [member], read, cancellation)).GetValueOrDefault(member)), null)
            : (null, reply);
    }

    /// <summary>What a user has not read, a page of rooms at a time; of rooms with large messages perhaps fewer than asked for. The other answer is the one of a room that cannot be asked now.</summary>
    /// <param name="limit">1 to <see cref="RoomsOfUser.MaxLimit"/>.</param>
    /// <exception cref="StoreAwayException">The directory, the markers or a log cannot be read now.</exception>
    public async ValueTask<(UserRoomsPage<UnreadRoom>? Page, RoomReply? Failure)> ReadUnreadAsync(
        UserId user, RoomId? after, int limit, CancellationToken cancellation)
    {
        (UserRoomsPage<(RoomId Room, RoomReply Reply)>? page, RoomReply? failure) = await _rooms.AskAsync(
            user, after, limit, static user => new ReadMarkers { By = user, Request = default, Users = [user] }, IsIn, cancellation);
        if (page is null)
            return (null, failure);

        var counted = ImmutableArray.CreateBuilder<UnreadRoom>(page.Rooms.Length);
        long bytes = 0;
        foreach ((RoomId Room, RoomReply Reply)[] few in page.Rooms.Chunk(Width))
        {
            if (bytes >= MaxAnswerBytes)
                return (new UserRoomsPage<UnreadRoom>(counted.ToImmutable(), counted[^1].Room), null);

            foreach ((UnreadRoom room, long read) in await Task.WhenAll(
                few.Select(one => CountAsync(user, one.Room, (RoomReply.MarkersRead)one.Reply, cancellation))))
            {
                counted.Add(room);
                bytes += read;
            }
        }

        return (new UserRoomsPage<UnreadRoom>(counted.ToImmutable(), page.Next), null);
    }

    /// <returns>With it, how much of the log it took.</returns>
    private async Task<(UnreadRoom Room, long Bytes)> CountAsync(
        UserId user, RoomId room, RoomReply.MarkersRead read, CancellationToken cancellation)
    {
        long marker = (await MarkersAsync(room, [user], read, cancellation)).GetValueOrDefault(user);
        var pace = default(ReadPace);
        (int count, int looked) = (0, 0);
        for (long after = marker; after < read.LastSeq;)
        {
            if (looked >= MaxScan || pace.Bytes >= MaxScanBytes)
                return Counted(isCapped: true);

            LogPage page = await StoreAwayException.GuardAsync(_log.ReadAsync(room, LogRange.Following(after, pace.Next), cancellation));
            pace.Note(page);
            foreach (RoomEvent e in page.Events)
            {
                if (e is MessagePublished { IsRedacted: false } && e.By != user && e.Seq <= read.LastSeq && ++count > MaxCounted)
                    return Counted(isCapped: true);
            }

            if (page.Events.IsEmpty)
                break;

            looked += page.Events.Length;
            after = page.Events[^1].Seq;
        }

        return Counted(isCapped: false);

        (UnreadRoom, long) Counted(bool isCapped) =>
            (new UnreadRoom(room, read.Epoch, read.LastSeq, marker, Math.Min(count, MaxCounted), isCapped), pace.Bytes);
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
