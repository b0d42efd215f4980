using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>
/// The requests a room has in its log, so that a repeated one gets the first one's answer. Not part of
/// <see cref="RoomState"/>, because it changes with every message and needs no undo: after a refused
/// append it is rebuilt from the log with everything else.
/// <para>
/// A busy room remembers tens of thousands, and each of its messages adds one and takes one away: so they are numbered in the order in which
/// they came and lie in a ring, and those with the same hash are chained from the newest to the oldest. What is forgotten stays in its chain: a
/// number below the first one that is remembered ends it.
/// </para>
/// </summary>
public sealed class RecentRequests(int capacity)
{
    /// <summary>How long a client may take to retry (docs/protocol.md, section 3).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int FirstLength = 8;

    /// <summary>Of a length that is a power of two, so that a number's low bits are its place.</summary>
    private Entry[] _ring = [];

    /// <summary>As long as the ring. By the low bits of a hash: the number of the newest request that has them, or had.</summary>
    private long[] _newest = [];
    private long _first = 1;
    private long _next = 1;

    public int Count => (int)(_next - _first);

    /// <summary>Whether a second time of this command would have a second effect, were it not remembered.</summary>
    public static bool Remembers(RoomCommand command) => KindOf(command) is not null;

    public bool TryFind(RoomCommand command, out RememberedRequest found)
    {
        // Without a name there is nothing to know a request again by.
        found = default;
        if (Count == 0 || command.Request == default || KindOf(command) is not { } kind)
            return false;

        long number = _newest[PlaceOf(HashOf(command.By, command.Request, kind))];
        while (number >= _first)
        {
            // An id that stands in the log twice was used again when its first use was forgotten: the later one counts, and is met first.
            ref readonly Entry entry = ref _ring[PlaceOf(number)];
            if (entry.Request == command.Request && entry.By == command.By && entry.Kind == kind)
            {
                found = entry.ToRequest();
                return true;
            }

            number = entry.ToOlder == 0 ? 0 : number - entry.ToOlder;
        }

        return false;
    }

    /// <summary>To be called for every event of the log, in order.</summary>
    public void Remember(RoomEvent e)
    {
        if (e.Request != default && KindOf(e) is { } kind)
            Remember(new RememberedRequest(e.By, e.Request, kind, e.Seq, e.Timestamp));
    }

    public void Remember(RememberedRequest request)
    {
        if (Count == _ring.Length)
            Grow();

        Put(new Entry(request));
        while (Count > capacity)
            Forget();
    }

    public void ForgetOlderThan(DateTimeOffset now)
    {
        while (Count > 0 && now.UtcTicks - _ring[PlaceOf(_first)].UtcTicks > Window.Ticks)
            Forget();
    }

    /// <summary>What a snapshot at <paramref name="seq"/> has to hold, oldest first.</summary>
    public ImmutableArray<RememberedRequest> UpTo(long seq)
    {
        var all = ImmutableArray.CreateBuilder<RememberedRequest>(Count);
        for (long number = _first; number < _next; number++)
        {
            ref readonly Entry entry = ref _ring[PlaceOf(number)];
            if (entry.Seq <= seq)
                all.Add(entry.ToRequest());
        }

        return all.DrainToImmutable();
    }

    private void Put(Entry entry)
    {
        long number = _next++;
        ref long newest = ref _newest[PlaceOf(HashOf(entry.By, entry.Request, entry.Kind))];

        // Further back than the first, an older one is not remembered any more.
        _ring[PlaceOf(number)] = entry with { ToOlder = newest >= _first ? (int)(number - newest) : 0 };
        newest = number;
    }

    private void Forget() => _ring[PlaceOf(_first++)] = default;

    private void Grow()
    {
        Entry[] old = _ring;
        int length = Math.Max(FirstLength, 2 * old.Length);
        (_ring, _newest) = (new Entry[length], new long[length]);
        (long first, long end) = (_first, _next);
        for (_next = first; _next < end;)
            Put(old[_next & (old.Length - 1)]);
    }

    private int PlaceOf(long numberOrHash) => (int)(numberOrHash & (_ring.Length - 1));

    private static int HashOf(UserId by, RequestId request, RequestKind kind) => (by, request, kind).GetHashCode();

    /// <summary>Null for commands whose repetition has no second effect anyway.</summary>
    private static RequestKind? KindOf(RoomCommand command) => command switch
    {
        PublishMessage => RequestKind.Publish,
        LeaveRoom => RequestKind.Leave,
        AnnotateMessage => RequestKind.Annotate,
        ModerateMember or PutMember or OpenDirectRoom => RequestKind.Moderate,
        CreateRoom or UpdateRoom or SetRoomStatus or TransferRoom or CreateInvite or RevokeInvite => RequestKind.Manage,
        _ => null,
    };

    private static RequestKind? KindOf(RoomEvent e) => e switch
    {
        MessagePublished => RequestKind.Publish,
        MemberLeft => RequestKind.Leave,
        MessageAnnotated => RequestKind.Annotate,
        MemberModerated => RequestKind.Moderate,
        RoomCreated or RoomUpdated or RoomStatusChanged or RoomTransferred or InviteCreated or InviteRevoked => RequestKind.Manage,
        _ => null,
    };

    /// <summary>A remembered request in 40 bytes.</summary>
    /// <param name="ToOlder">By how much the number of the next older one in its chain is lower; 0 when there is none.</param>
    private readonly record struct Entry(UserId By, RequestId Request, long Seq, long UtcTicks, int ToOlder, RequestKind Kind)
    {
        public Entry(RememberedRequest request)
            : this(request.By, request.Request, request.Seq, request.Timestamp.UtcTicks, ToOlder: 0, request.Kind)
        {
        }

        public RememberedRequest ToRequest() => new(By, Request, Kind, Seq, new DateTimeOffset(UtcTicks, TimeSpan.Zero));
    }
}
