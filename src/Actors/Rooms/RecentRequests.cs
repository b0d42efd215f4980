using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// The requests a room has in its log, so that a repeated one gets the first one's answer. Not part of
/// <see cref="RoomState"/>, because it changes with every message and needs no undo: after a refused
/// append it is rebuilt from the log with everything else.
/// </summary>
public sealed class RecentRequests(int capacity)
{
    /// <summary>How long a client may take to retry (docs/protocol.md, section 3).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(UserId, RequestId, RequestKind), RememberedRequest> _known = [];
    private readonly Queue<RememberedRequest> _byAge = new();

    public int Count => _known.Count;

    public bool TryFind(RoomCommand command, out RememberedRequest found)
    {
        found = default;
        return KindOf(command) is { } kind && _known.TryGetValue((command.By, command.Request, kind), out found);
    }

    /// <summary>To be called for every event of the log, in order.</summary>
    public void Remember(RoomEvent e)
    {
        if (KindOf(e) is { } kind)
            Remember(new RememberedRequest(e.By, e.Request, kind, e.Seq, e.Timestamp));
    }

    public void Remember(RememberedRequest request)
    {
        // An id that stands in the log twice was used again when its first use was forgotten: the later one counts.
        _known[(request.By, request.Request, request.Kind)] = request;
        _byAge.Enqueue(request);
        while (_byAge.Count > capacity)
            Forget();
    }

    public void ForgetOlderThan(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out RememberedRequest oldest) && now - oldest.Timestamp > Window)
            Forget();
    }

    /// <summary>What a snapshot at <paramref name="seq"/> has to hold, oldest first.</summary>
    public ImmutableArray<RememberedRequest> UpTo(long seq)
    {
        var all = ImmutableArray.CreateBuilder<RememberedRequest>(_byAge.Count);
        foreach (RememberedRequest request in _byAge)
        {
            if (request.Seq <= seq)
                all.Add(request);
        }

        return all.DrainToImmutable();
    }

    private void Forget()
    {
        RememberedRequest oldest = _byAge.Dequeue();
        var key = (oldest.By, oldest.Request, oldest.Kind);
        if (_known.TryGetValue(key, out RememberedRequest current) && current.Seq == oldest.Seq)
            _known.Remove(key);
    }

    /// <summary>Null for commands whose repetition has no second effect anyway.</summary>
    private static RequestKind? KindOf(RoomCommand command) => command switch
    {
        PublishMessage => RequestKind.Publish,
        LeaveRoom => RequestKind.Leave,
        _ => null,
    };

    private static RequestKind? KindOf(RoomEvent e) => e switch
    {
        MessagePublished => RequestKind.Publish,
        MemberLeft => RequestKind.Leave,
        _ => null,
    };
}
