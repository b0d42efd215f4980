using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Tests.Harness;

/// <summary>
/// A directory that can be away, or be so slow that nothing of what it is told arrives; and counts what it is told. What is owed to it is still
/// noted while it is slow, as it is noted before.
/// </summary>
internal sealed class HeldDirectory : IPublicRooms, IUserRooms, IDirectoryDebts, IReadMarkers
{
    private readonly RoomDirectory _stored;
    private readonly List<TaskCompletionSource> _held = [];

    public HeldDirectory(RoomDirectory stored)
    {
        _stored = stored;
        Directory = new RoomDirectory(this, this, this, this);
    }

    public RoomDirectory Directory { get; }

    /// <summary>Every call fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>What it is told fails; what is owed to it can be noted.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>What is told arrives when <see cref="Release"/> is called, and never when the node dies before.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Calls that told something, debts aside.</summary>
    public int Told { get; private set; }

    public int MarkersStored { get; private set; }

    /// <summary>What was on its way arrives now.</summary>
    public void Release()
    {
        IsSlow = false;
        TaskCompletionSource[] held = [.. _held];
        _held.Clear();
        foreach (TaskCompletionSource one in held)
            one.SetResult();
    }

    /// <summary>What was on its way is lost with who sent it.</summary>
    public void Lose()
    {
        IsSlow = false;
        _held.Clear();
    }

    public ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation) =>
        TellAsync(() => _stored.Public.SetAsync(room, term, listing, cancellation));

    public ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation) =>
        AskAsync(() => _stored.Public.ReadAsync(after, limit, cancellation));

    public ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation) =>
        TellAsync(() => _stored.Users.EnterAsync(user, room, cancellation));

    public ValueTask LeaveAsync(UserId user, UserRoom left, CancellationToken cancellation) =>
        TellAsync(() => _stored.Users.LeaveAsync(user, left, cancellation));

    public ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation) =>
        TellAsync(() => _stored.Users.DropAsync(user, read, cancellation));

    public ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation) =>
        AskAsync(() => _stored.Users.ReadAsync(user, cancellation));

    public ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation) =>
        AskAsync(() => _stored.Users.ClaimAsync(user, room, max, ttl, cancellation));

    public ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation) =>
        TellAsync(() => _stored.Users.GiveBackAsync(user, room, cancellation));

    public async ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation)
    {
        ThrowIfAway();
        await _stored.Debts.OweAsync(writer, after, upTo, cancellation);
    }

    public async ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation)
    {
        ThrowIfAway();
        await _stored.Debts.PayAsync(writer, after, upTo, cancellation);
    }

    public ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation) =>
        AskAsync(() => _stored.Debts.ReadAsync(shard, cancellation));

    public async ValueTask RaiseAsync(RoomWriter writer, ImmutableArray<ReadMarker> markers, CancellationToken cancellation)
    {
        await TellAsync(() => _stored.Markers.RaiseAsync(writer, markers, cancellation));
        MarkersStored++;
    }

    public ValueTask<ImmutableArray<ReadMarker>> ReadAsync(RoomId room, ImmutableArray<UserId> users, CancellationToken cancellation) =>
        AskAsync(() => _stored.Markers.ReadAsync(room, users, cancellation));

    public ValueTask RemoveAsync(RoomWriter writer, ImmutableArray<UserId> users, CancellationToken cancellation) =>
        TellAsync(() => _stored.Markers.RemoveAsync(writer, users, cancellation));

    public ValueTask RemoveAllAsync(RoomWriter writer, CancellationToken cancellation) =>
        TellAsync(() => _stored.Markers.RemoveAllAsync(writer, cancellation));

    private async ValueTask TellAsync(Func<ValueTask> tell)
    {
        ThrowIfAway();
        if (IsDeaf)
            throw new InvalidOperationException("The directory does not listen.");
        if (IsSlow)
        {
            var held = new TaskCompletionSource();
            _held.Add(held);
            await held.Task;
        }

        Told++;
        await tell();
    }

    private async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask)
    {
        ThrowIfAway();
        return await ask();
    }

    private void ThrowIfAway()
    {
        if (IsAway)
            throw new InvalidOperationException("The directory is away.");
    }
}
