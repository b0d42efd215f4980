using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>Brings a room back from its log: newest snapshot, then the tail after it.</summary>
internal sealed class RoomLoader(IRoomLog log, IdSource ids, MailboxOptions options)
{
    private const int PageSize = 512;

    /// <summary>
    /// A log may be trimmed while it is read, by a snapshot that was under way before. The newer snapshot then
    /// holds what went, so reading starts over; how often is bounded, since each time costs another trim.
    /// </summary>
    private const int MaxAttempts = 5;

    /// <exception cref="InvalidOperationException">The log is damaged: the message says where.</exception>
    public async ValueTask<LoadedRoom> LoadAsync(RoomId room, CancellationToken cancellation)
    {
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryLoadAsync(room, cancellation) is { } loaded)
                return loaded;
        }

        throw new InvalidOperationException($"The log of room {room} begins after its newest snapshot.");
    }

    /// <returns>Null when the log begins after what is known of the room.</returns>
    private async ValueTask<LoadedRoom?> TryLoadAsync(RoomId room, CancellationToken cancellation)
    {
        RoomSnapshot? snapshot = await log.LoadSnapshotAsync(room, cancellation);
        LogPage page = await ReadAfterAsync(room, snapshot?.State.Head ?? 0, cancellation);
        var requests = new RecentRequests(options.MaxRecentRequests);

        if (page.Epoch is not { } epoch)
            return new LoadedRoom(RoomState.Absent(room, ids.NextEpoch()), requests, FirstSeq: 1, SnapshotSeq: 0);

        if (snapshot is not null && snapshot.State.Epoch != epoch)
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
                return new LoadedRoom(state, requests, page.FirstSeq, snapshot?.State.Head ?? 0);

            if (page.Events.IsEmpty)
                throw new InvalidOperationException($"The log of room {room} ends at {page.LastSeq}, but has nothing after {state.Head}.");

            page = await ReadAfterAsync(room, state.Head, cancellation);
        }
    }

    private ValueTask<LogPage> ReadAfterAsync(RoomId room, long seq, CancellationToken cancellation) =>
        log.ReadAsync(room, LogRange.Following(seq, PageSize), cancellation);
}
