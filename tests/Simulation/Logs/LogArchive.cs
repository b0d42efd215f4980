using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Logs;

/// <summary>
/// Sits right before the store and remembers all that was ever written, trimmed and lost: the truth to which the checker
/// holds what clients saw.
/// </summary>
internal sealed class LogArchive(IRoomLog store) : IRoomLog
{
    private readonly SortedDictionary<string, ArchivedRoom> _rooms = new(StringComparer.Ordinal);

    public IEnumerable<ArchivedRoom> Rooms => _rooms.Values;

    public ArchivedRoom Of(RoomId room)
    {
        if (!_rooms.TryGetValue(room.Value, out ArchivedRoom? archived))
            _rooms[room.Value] = archived = new ArchivedRoom(room);

        return archived;
    }

    public async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        AppendResult result = await store.AppendAsync(append, cancellation);
        if (result == AppendResult.Appended)
            Of(append.Writer.Room).Append(append.Epoch, append.Events);

        return result;
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        store.ReadAsync(room, range, cancellation);

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        store.LoadSnapshotAsync(room, cancellation);

    public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        store.SaveSnapshotAsync(writer, snapshot, cancellation);

    public async ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation)
    {
        await store.TrimAsync(writer, firstSeq, cancellation);
        LogPage page = await store.ReadAsync(writer.Room, LogRange.Following(0, 1), cancellation);
        Of(writer.Room).Trim(page.FirstSeq, takesAll: firstSeq > page.LastSeq);
    }

    public async ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation)
    {
        AppendResult result = await store.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation);
        if (result == AppendResult.Appended)
            Of(writer.Room).Renew(successor);

        return result;
    }

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        store.ReadManyAsync(room, epoch, seqs, cancellation);

    public async ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation)
    {
        AppendResult result = await store.DeleteAsync(writer, epoch, expectedSeq, cancellation);
        if (result == AppendResult.Appended)
            Of(writer.Room).Delete();

        return result;
    }

    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => store.PackAsync(writer, keep, cancellation);

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        store.FindOlderAsync(shard, moment, limit, cancellation);

    public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        store.SetOldestAsync(writer, oldest, cancellation);

    /// <summary>What the store holds of a room now, to be compared with what was written.</summary>
    public async ValueTask<ImmutableArray<RoomEvent>> KeptAsync(RoomId room) =>
        (await store.ReadAsync(room, LogRange.Following(0, int.MaxValue), CancellationToken.None)).Events;

    public ImmutableArray<RoomImage> TakeImage() => [.. Rooms.Select(room => new RoomImage(room.Room, room.Epoch, room.Head, room.FirstSeq))];

    /// <summary>The store has lost everything since the image was taken.</summary>
    public void GoBackTo(ImmutableArray<RoomImage> image)
    {
        foreach (ArchivedRoom room in Rooms)
        {
            RoomImage was = image.FirstOrDefault(one => one.Room == room.Room);
            room.GoBackTo(was.Epoch, was.Head, Math.Max(was.FirstSeq, 1));
        }
    }

    internal readonly record struct RoomImage(RoomId Room, Epoch? Epoch, long Head, long FirstSeq);
}
