using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Brings a room back from its log: newest snapshot, then the tail after it. Where the log has lost its end, and it is not certain
/// what that was, the log goes on under a new epoch: no seq is given out twice under one. What this node remembers of
/// the end is written again all the same.
/// </summary>
internal sealed class RoomLoader(IRoomLog log, IdSource ids, MailboxOptions options)
{
    private const int PageSize = 512;

    /// <summary>
    /// A log may be trimmed while it is read, by a snapshot that was under way before. The newer snapshot then
    /// holds what went, so reading starts over; how often is bounded, since each time costs another trim.
    /// </summary>
    private const int MaxAttempts = 5;

    /// <param name="remembered">What this node knows to have been in the log.</param>
    /// <returns>Null when the shard is another node's.</returns>
    /// <exception cref="InvalidOperationException">The log is damaged: the message says where.</exception>
    public async ValueTask<LoadedRoom?> LoadAsync(RoomWriter writer, CommittedTail remembered, CancellationToken cancellation)
    {
        if (options.Channels.HasNoLog(writer.Room))
            return Nothing(writer.Room);

        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryReadAsync(writer.Room, cancellation) is not { } read)
                continue;

            // A log that is gone altogether, and was young enough to be remembered whole, is begun again with the same entries. It bears
            // no mark of doubt, so it is always begun under another epoch.
            if (read.Room.State.Head == 0)
            {
                return remembered.After(0) is [RoomCreated created, ..] whole
                    ? read.Room with { Lost = whole.SetItem(0, created with { Epoch = read.Room.State.Epoch }) }
                    : read.Room;
            }

            // Nobody else renews the epoch of a room that is in memory here: the renewal itself was lost, or the word that it was made.
            bool isOfAnotherEpoch = remembered.LastSeq > 0 && read.Room.State.Epoch != remembered.Epoch;
            ImmutableArray<RoomEvent>? lost = read.Room.State.Head < remembered.LastSeq ? remembered.After(read.Room.State.Head) : [];
            if (lost is { } all && !read.IsInDoubt && !isOfAnotherEpoch)
                return read.Room with { Lost = all };

            Epoch next = ids.NextEpoch();
            switch (await log.RenewEpochAsync(writer, read.Room.State.Epoch, read.Room.State.Head, next, cancellation))
            {
                case AppendResult.Appended:
                    return read.Room with { State = read.Room.State with { Epoch = next }, Lost = lost ?? [] };
                case AppendResult.Fenced:
                    return null;
                case AppendResult.Conflict:
                    break;
                default:
                    throw new InvalidOperationException("A log answers in three ways.");
            }
        }

        throw new InvalidOperationException($"The log of room {writer.Room} begins after its newest snapshot.");
    }

    /// <returns>Null when the log begins after what is known of the room.</returns>
    private async ValueTask<(LoadedRoom Room, bool IsInDoubt)?> TryReadAsync(RoomId room, CancellationToken cancellation)
    {
        RoomSnapshot? snapshot = await log.LoadSnapshotAsync(room, cancellation);
        LogPage page = await ReadAfterAsync(room, snapshot?.State.Head ?? 0, cancellation);
        if (page.Epoch is not { } epoch)
            return (Nothing(room), false);

        var requests = new RecentRequests(options.MaxRecentRequests);

        // Of another life of the log, or ahead of one that was cut: then the log itself has to tell.
        if (snapshot is not null && (snapshot.State.Epoch != epoch || snapshot.State.Head > page.LastSeq))
        {
            snapshot = null;
            page = await ReadAfterAsync(room, 0, cancellation);
        }

        RoomState state = snapshot?.State ?? RoomState.Absent(room, epoch);
        foreach (RememberedRequest request in snapshot?.Requests ?? [])
            requests.Remember(request);

        while (true)
        {
            if (page.FirstSeq > state.Head + 1)
                return null;

            foreach (RoomEvent e in page.Events)
            {
                state = state.Apply(e);
                requests.Remember(e);
            }

            if (state.Head >= page.LastSeq)
            {
                // The epoch in the first event is the one the log began under.
                state = state with { Epoch = epoch };
                return (new LoadedRoom(state, requests, page.FirstSeq, snapshot?.State.Head ?? 0, Lost: []), page.IsInDoubt);
            }

            if (page.Events.IsEmpty)
                throw new InvalidOperationException($"The log of room {room} ends at {page.LastSeq}, but has nothing after {state.Head}.");

            page = await ReadAfterAsync(room, state.Head, cancellation);
        }
    }

    private LoadedRoom Nothing(RoomId room) =>
        new(RoomState.Absent(room, ids.NextEpoch()), new RecentRequests(options.MaxRecentRequests), FirstSeq: 1, SnapshotSeq: 0, Lost: []);

    private ValueTask<LogPage> ReadAfterAsync(RoomId room, long seq, CancellationToken cancellation) =>
        log.ReadAsync(room, LogRange.Following(seq, PageSize), cancellation);
}
