using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Directories;

/// <summary>
/// Tells the directory what the rooms of this node have decided, once it is in the log: one room's news one after the other, what gathers meanwhile
/// at once. What fails is tried again while the shard is here. What is not told when the shard moves, or the node dies, is owed
/// (<see cref="IDirectoryDebts"/>), and the next owner tells it. Rooms never wait for it, but one that is deleted, for its log to go.
/// </summary>
internal sealed partial class DirectoryFeeder(RoomDirectory directory, IRoomLog log, TimingWheel wheel, ILogger logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Calls under way at once for one room; a room of thousands that is deleted must not fill the line to the store.</summary>
    private const int Width = 64;

    private const int PageSize = 512;

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<RoomId, Room> _rooms = [];

    /// <summary>An append is about to be made that the directory will have to hear of. To be called before it is.</summary>
    public void Owe(RoomWriter writer, long after, long upTo) => _ = OweAsync(writer, after, upTo);

    /// <summary>This is in the log.</summary>
    public void Tell(RoomWriter writer, DirectoryNews news) => Add(writer, news, debt: null);

    /// <summary>What an owner may have failed to tell, this one or another.</summary>
    /// <param name="state">The room as its log has it.</param>
    public void Mend(RoomWriter writer, RoomState state, DirectoryDebt debt) =>
        Add(writer, new DirectoryNews(state, ImmutableDictionary<UserId, long?>.Empty, debt.After, Math.Max(state.Head, debt.UpTo)), debt);

    /// <summary>Completes when everything of the room has been told. Fails when that does not succeed now; it is tried again then.</summary>
    public Task DrainAsync(RoomId id)
    {
        lock (_gate)
            return _rooms.TryGetValue(id, out Room? room) ? (room.Told ??= new TaskCompletionSource()).Task : Task.CompletedTask;
    }

    /// <summary>The shard is another node's from now on. Completes when nothing of it is on its way any more.</summary>
    public Task VacateAsync(ShardId shard)
    {
        List<TaskCompletionSource> busy = [];
        List<TaskCompletionSource> waiting = [];
        lock (_gate)
        {
            foreach ((RoomId id, Room room) in _rooms.Where(one => one.Value.Writer.Shard == shard).ToArray())
            {
                _rooms.Remove(id);
                room.Waiting = null;
                if (room.IsBusy)
                    busy.Add(room.Told ??= new TaskCompletionSource());
                else if (room.Told is { } told)
                    waiting.Add(told);
            }
        }

        waiting.ForEach(static told => told.TrySetResult());
        return EndAsync(busy);
    }

    private static async Task EndAsync(List<TaskCompletionSource> busy)
    {
        foreach (TaskCompletionSource told in busy)
        {
            // Whether it succeeds is the next owner's concern.
            await told.Task.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task OweAsync(RoomWriter writer, long after, long upTo)
    {
        try
        {
            await directory.Debts.OweAsync(writer, after, upTo, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The append that follows will most probably fail, too. If not, only this node knows what to tell.
            LogNotOwed(logger, e, writer.Room, upTo);
        }
    }

    private void Add(RoomWriter writer, DirectoryNews news, DirectoryDebt? debt)
    {
        Room? room;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(writer.Room, out room))
                _rooms[writer.Room] = room = new Room(this);
            room.Writer = writer;
            room.Waiting = room.Waiting is { } before ? before.Then(news) : news;
            room.Debt = DirectoryDebt.Both(room.Debt, debt);
            if (room.IsBusy)
                return;

            room.IsBusy = true;
        }

        _ = TellAsync(room);
    }

    private async Task TellAsync(Room room)
    {
        while (Take(room) is var (writer, news, debt))
        {
            try
            {
                await TellAsync(writer, debt is { } owed ? (await OwedAsync(writer, news.State, owed)).Then(news) : news);
            }
            catch (Exception e)
            {
                LogNotTold(logger, e, writer.Room, news.State.Head);
                PutBack(room, news, debt, e);
                return;
            }
        }
    }

    /// <returns>Null when there is nothing more.</returns>
    private (RoomWriter Writer, DirectoryNews News, DirectoryDebt? Debt)? Take(Room room)
    {
        TaskCompletionSource? told;
        lock (_gate)
        {
            if (room.Waiting is { } news)
            {
                DirectoryDebt? debt = room.Debt;
                (room.Waiting, room.Debt) = (null, null);
                return (room.Writer, news, debt);
            }

            room.IsBusy = false;
            if (_rooms.TryGetValue(room.Writer.Room, out Room? known) && known == room)
                _rooms.Remove(room.Writer.Room);
            told = room.Told;
        }

        told?.TrySetResult();
        return null;
    }

    private void PutBack(Room room, DirectoryNews news, DirectoryDebt? debt, Exception why)
    {
        TaskCompletionSource? told;
        lock (_gate)
        {
            room.IsBusy = false;
            (told, room.Told) = (room.Told, null);
            if (_rooms.TryGetValue(room.Writer.Room, out Room? known) && known == room)
            {
                room.Waiting = room.Waiting is { } later ? news.Then(later) : news;
                room.Debt = DirectoryDebt.Both(room.Debt, debt);
                wheel.Schedule(room, RetryDelay);
            }
        }

        told?.TrySetException(why);
    }

    private void Retry(Room room)
    {
        lock (_gate)
        {
            if (room.IsBusy || room.Waiting is null)
                return;

            room.IsBusy = true;
        }

        _ = TellAsync(room);
    }

    /// <summary>
    /// What the log says of what is owed. Where it has forgotten that, or is another one by now, everybody who is in is told of; whoever is not any
    /// more is found out when that is read.
    /// </summary>
    private async Task<DirectoryNews> OwedAsync(RoomWriter writer, RoomState state, DirectoryDebt debt)
    {
        List<RoomEvent> events = [];
        for (long after = debt.After; after < state.Head;)
        {
            LogPage page = await log.ReadAsync(writer.Room, LogRange.Following(after, PageSize), CancellationToken.None);
            if (page.FirstSeq > after + 1 || page.Events.IsEmpty)
                return DirectoryNews.Everything(state);

            events.AddRange(page.Events.Where(e => e.Seq <= state.Head && DirectoryNews.Concerns(e)));
            after = page.Events[^1].Seq;
        }

        return debt.After > state.Head ? DirectoryNews.Everything(state) : DirectoryNews.Of(state, debt.After, before: null, events);
    }

    private async Task TellAsync(RoomWriter writer, DirectoryNews news)
    {
        // Off the list first: what nobody is to see any more must not wait for a thousand others.
        await directory.Public.SetAsync(writer.Room, ShardTerm.NumberOf(writer.Term), ListedRoom.Of(news.State), CancellationToken.None);
        foreach (KeyValuePair<UserId, long?>[] some in news.Users.OrderBy(static one => one.Key.Value, StringComparer.Ordinal).Chunk(Width))
            await Task.WhenAll(some.Select(one => TellAsync(writer.Room, one.Key, one.Value, news.UpTo)));

        if (news.State.Exists)
            await TellMarkersAsync(writer, news);
        else
            await directory.Markers.RemoveAllAsync(writer, CancellationToken.None);

        await directory.Debts.PayAsync(writer, news.After, news.UpTo, CancellationToken.None);
    }

    private async Task TellAsync(RoomId room, UserId user, long? seq, long upTo)
    {
        if (seq is { } joined)
            await directory.Users.EnterAsync(user, new UserRoom(room, joined), CancellationToken.None);
        else
            await directory.Users.LeaveAsync(user, new UserRoom(room, upTo), CancellationToken.None);
    }

    /// <summary>Who comes in has read what was said before.</summary>
    private async Task TellMarkersAsync(RoomWriter writer, DirectoryNews news)
    {
        ImmutableArray<UserId> gone = [.. news.Users.Where(static one => one.Value is null).Select(static one => one.Key)];
        if (!gone.IsEmpty)
            await directory.Markers.RemoveAsync(writer, gone, CancellationToken.None);

        ImmutableArray<ReadMarker> come = [.. news.Users.Where(static one => one.Value > 0).Select(static one => new ReadMarker(one.Key, one.Value!.Value))];
        if (!come.IsEmpty)
            await directory.Markers.RaiseAsync(writer, come, CancellationToken.None);
    }

    [LoggerMessage(1, LogLevel.Warning, "Room {RoomId}: the directory could not be told of seq {Seq}; it is tried again")]
    private static partial void LogNotTold(ILogger logger, Exception e, RoomId roomId, long seq);

    [LoggerMessage(2, LogLevel.Warning, "Room {RoomId}: it could not be noted that the directory has to hear of seq {Seq}")]
    private static partial void LogNotOwed(ILogger logger, Exception e, RoomId roomId, long seq);

    /// <summary>What a room has to tell. All guarded by the feeder's gate.</summary>
    private sealed class Room(DirectoryFeeder feeder) : WheelEntry
    {
        public RoomWriter Writer;
        public DirectoryNews? Waiting;
        public DirectoryDebt? Debt;
        public bool IsBusy;
        public TaskCompletionSource? Told;

        protected internal override void OnDue() => feeder.Retry(this);
    }
}
