using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Streaming.Actors.Channels;
using Streaming.Actors.Collections;
using Streaming.Actors.Directories;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Time;

namespace Streaming.Actors.Sessions;

/// <summary>
/// What one connection of one user can do, without sockets or JSON: the seam between the transports
/// and the actors, and the part of a connection that the simulation drives.
/// Join, leave and resume change the subscriptions and are called one at a time; the others may overlap.
/// </summary>
public sealed partial class ClientSession : WheelEntry
{
    /// <summary>More than anybody is in; only going in and out of ever other rooms gets beyond.</summary>
    private const int MaxEarlierRooms = 1_000;

    private readonly SessionContext _context;
    private readonly IClientSink _sink;
    private readonly Role _roomRole;
    private readonly bool _mayCreateRooms;
    private readonly Func<ChannelId, bool> _mayHear;

    /// <summary>What the session was resumed with; null when it is a new one.</summary>
    private readonly string? _presentedToken;
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private CompactMap<RoomId, RoomSubscription> _rooms;

    /// <summary>Rooms to ask for at a resume that this connection does not listen to: not brought back yet, or not a member's any more.</summary>
    private ImmutableArray<SessionRoom> _earlierRooms;
    private long _unnamedRequests;
    private UserStatus? _chosen;
    private Devices _device;
    private IActivity? _activity;
    private readonly DateTimeOffset _activeBefore;
    private bool _closed;

    internal ClientSession(SessionRequest request, SessionRecord? earlier, IClientSink sink, SessionContext context)
    {
        _context = context;
        _sink = sink;
        (_roomRole, _mayCreateRooms, _mayHear) = (request.RoomRole, request.MayCreateRooms, request.MayHear);
        _presentedToken = earlier is null ? null : request.ResumeToken;
        _earlierRooms = earlier?.Rooms ?? [];
        _earlierChannels = earlier?.Channels ?? [];
        _earlierWatches = earlier?.Watched ?? [];
        OpenedAt = context.Clock.GetUtcNow();
        _chosen = earlier?.Chosen;
        _activeBefore = earlier is null || earlier.ActiveAt == default ? OpenedAt : earlier.ActiveAt;
        _device = request.Device == Devices.None && earlier is not null ? earlier.Device : request.Device;
        Connection = context.Ids.NextConnection();
        Id = earlier?.Session ?? context.Ids.NextSession();
        User = earlier?.User ?? request.User ?? context.Ids.NextGuest();
        ResumeToken = context.Ids.NextToken();
        ResumedRooms = [.. _earlierRooms.Select(room => room.Room)];
        ResumedChannels = [.. _earlierChannels.Select(channel => channel.Name)];
    }

    public SessionId Id { get; }

    public ConnectionId Connection { get; }

    public UserId User { get; }

    /// <summary>What the client presents to go on with this session on its next connection.</summary>
    public string ResumeToken { get; }

    /// <summary>When this connection came.</summary>
    public DateTimeOffset OpenedAt { get; }

    /// <summary>Whether this session goes on with an earlier one; <see cref="ResumeAsync"/> then brings its rooms back.</summary>
    public bool Resumed => _presentedToken is not null;

    /// <summary>The rooms that the earlier connection listened to.</summary>
    public ImmutableArray<RoomId> ResumedRooms { get; }

    /// <summary>The rooms that this connection listens to now, by name.</summary>
    public ImmutableArray<RoomId> ListenedRooms => RoomNames();

    /// <summary>Rooms this connection listens to now.</summary>
    public int RoomCount
    {
        get
        {
            lock (_gate)
                return _rooms.Count;
        }
    }

    /// <summary>
    /// Becomes a member if need be, and subscribes this connection. Delivery begins when the caller has put the
    /// ack into the outbox and calls <see cref="JoinOutcome.StartDelivery"/>.
    /// </summary>
    /// <param name="since">Deliver everything after it; null: only what comes after the join.</param>
    /// <param name="echo">False: this connection is not sent its own messages.</param>
    /// <param name="invite">The code of an invite; null for none.</param>
    /// <exception cref="StoreAwayException">How many rooms the user is in cannot be known now.</exception>
    public async ValueTask<JoinOutcome> JoinAsync(RoomId room, RequestId? request, RoomPosition? since, bool echo, string? invite = null)
    {
        _activity?.Note();
        JoinOutcome outcome = await EnterAsync(room, request, since, echo, onlyMembers: false, invite);
        if (outcome.Subscription is not null)
            await RenewInTimeAsync();

        return outcome;
    }

    /// <summary>
    /// Brings the rooms of the earlier connection back, each from the position that the client names, or from now
    /// where it names none. Rooms that the user is no longer a member of are refused, not joined again.
    /// </summary>
    public async ValueTask<ImmutableArray<ResumedRoom>> ResumeAsync(IReadOnlyDictionary<RoomId, RoomPosition> positions)
    {
        var resumed = ImmutableArray.CreateBuilder<ResumedRoom>();
        foreach (SessionRoom earlier in _earlierRooms)
        {
            // Joined since, by itself: that join knows better where to begin.
            if (ListensTo(earlier.Room))
                continue;

            RoomPosition? since = positions.TryGetValue(earlier.Room, out RoomPosition position) ? position : null;
            resumed.Add(new ResumedRoom(
                earlier.Room, await EnterAsync(earlier.Room, request: null, since, earlier.Echo, onlyMembers: true)));
        }

        lock (_gate)
            _earlierRooms = [];

        await RenewInTimeAsync();
        return resumed.DrainToImmutable();
    }

    /// <summary>Unsubscribes this connection; with <paramref name="giveUpMembership"/> the user also leaves the room.</summary>
    public async ValueTask<RoomReply> LeaveAsync(RoomId room, RequestId? request, bool giveUpMembership)
    {
        RoomReply reply = giveUpMembership
            ? await AskAsync(room, new LeaveRoom { By = User, Request = Named(request), Origin = Connection })
            : RoomReply.Done.Instance;
        if (reply is not RoomReply.Done)
            return reply;

        // Gone already when the room's own word of the departure came first. It is answered now, and nothing is left to tell a resume.
        if (TryUnsubscribe(room, only: null, out RoomSubscription? ended))
            await ended.EndAsync();

        await RenewInTimeAsync();
        return reply;
    }

    public ValueTask<RoomReply> PublishAsync(RoomId room, RequestId? request, MessageBody body) =>
        AskAsync(room, new PublishMessage { By = User, Request = Named(request), Origin = Connection, Body = body });

    /// <summary>Edits, deletes, reacts to or pins a message.</summary>
    /// <exception cref="StoreAwayException">The room's log cannot be read now.</exception>
    public ValueTask<RoomReply> AnnotateAsync(
        RoomId room, RequestId? request, MessageAction action, MessageId message, MessageBody? body = null, string? reaction = null)
    {
        // Named before the look into the log, so that requests without a name keep their order.
        RequestId named = Named(request);
        _activity?.Note();
        return _context.Messages.AnnotateAsync(
            room,
            message,
            new ReadRoom { By = User, Request = default, Origin = Connection },
            target => new AnnotateMessage
            {
                By = User, Request = named, Origin = Connection, Action = action, Target = target, Body = body, Reaction = reaction,
            },
            CancellationToken.None);
    }

    /// <param name="moderate">Gives the command for who asks, under which name, and from where.</param>
    public ValueTask<RoomReply> ModerateAsync(RoomId room, RequestId? request, Func<UserId, RequestId, ConnectionId, ModerateMember> moderate) =>
        AskAsync(room, moderate(User, Named(request), Connection));

    public ValueTask<RoomReply> MarkReadAsync(RoomId room, long seq) =>
        AskAsync(room, new MarkRead { By = User, Request = default, Origin = Connection, Seq = seq });

    public ValueTask<RoomReply> SignalAsync(RoomId room, UserId to, ReadOnlyMemory<byte> data) =>
        AskAsync(room, new SendSignal { By = User, Request = default, Origin = Connection, To = to, Data = data });

    public ValueTask<RoomReply> SetTypingAsync(RoomId room, bool isTyping) =>
        AskAsync(room, new SetTyping { By = User, Request = default, Origin = Connection, IsTyping = isTyping });

    public ValueTask<RoomReply> ReadRosterAsync(RoomId room) =>
        new(_context.Router.AskAsync(room, new ReadRoster { By = User, Request = default, Origin = Connection }));

    /// <summary>The connection is served: from now on its user is here, in a room or not.</summary>
    public void Appear()
    {
        lock (_gate)
        {
            if (!_closed && _activity is null && _context.Options.EnablePresence)
                _activity = _context.Presence.Connect(User, _device, _chosen, _activeBefore);
        }
    }

    /// <summary>Sets what others see of the user.</summary>
    public void SetStatus(UserStatus status)
    {
        if (!_context.Options.EnablePresence)
            return;

        lock (_gate)
            _chosen = status;

        _activity?.Note();
        _context.Presence.SetStatus(User, status);
    }

    /// <summary>Says what this connection is from.</summary>
    public void SetDevice(Devices device)
    {
        lock (_gate)
        {
            (Devices before, _device) = (_device, device);
            if (_activity is not null && !_closed)
                _context.Presence.ChangeDevice(User, before, device);
        }
    }

    /// <exception cref="StoreAwayException">The room's log cannot be read now.</exception>
    public ValueTask<HistoryOutcome> ReadHistoryAsync(RoomId room, HistoryQuery query, CancellationToken cancellation)
    {
        _activity?.Note();
        return _context.History.ReadAsync(room, new ReadRoom { By = User, Request = default, Origin = Connection }, query, cancellation);
    }

    /// <summary>Ends this connection's part. With <paramref name="keepForResume"/> the session waits for the next connection.</summary>
    public async ValueTask CloseAsync(bool keepForResume)
    {
        if (End() is not { } record)
            return;

        await EndRenewalsAsync();
        if (keepForResume)
            await KeepAsync(record);
        else
            await _context.Store.RemoveAsync(ResumeToken, CancellationToken.None);
    }

    /// <summary>Another connection has taken the session over, and its token out of the store.</summary>
    internal void Replace()
    {
        if (End() is not null)
            _sink.Replace();
    }

    /// <summary>A back end says something to the user, or to all.</summary>
    internal void Tell(SharedNotice notice) => _sink.Send(notice);

    /// <summary>The user is sent away. The connection ends as every other that is closed, and leaves nothing to resume.</summary>
    internal void Expel(string reason) => _sink.Expel(reason);

    /// <summary>The user gave up membership, here or on another connection. Called in the feed's turn.</summary>
    internal void OnDeparted(RoomSubscription subscription)
    {
        lock (_gate)
        {
            if (!TryUnsubscribe(subscription.Room, subscription, out _))
                return;

            // The client may not hear of it any more on this connection: then its resume is told, room by room. At once, so that a
            // leave which is answered meanwhile takes it out again.
            _earlierRooms = _earlierRooms.Add(new SessionRoom(subscription.Room, subscription.Echo));

            // Another connection may go in and out of ever more rooms.
            if (_earlierRooms.Length > MaxEarlierRooms)
                _earlierRooms = _earlierRooms.RemoveAt(0);
        }

        subscription.Dispose();
        _ = RenewInTimeAsync();
    }

    /// <summary>What operators see of it.</summary>
    internal SessionSummary Summarize() => new(
        Id, Connection, User, _context.Node, _roomRole, Resumed, OpenedAt, RoomNames());

    private async ValueTask<JoinOutcome> EnterAsync(
        RoomId room, RequestId? request, RoomPosition? since, bool echo, bool onlyMembers, string? invite = null)
    {
        // Who only comes back, or is here, is counted already.
        RoomClaim claim = onlyMembers || ListensTo(room) ? RoomClaim.IsMember : await _context.Rooms.ClaimAsync(User, room);
        if (claim == RoomClaim.Full)
            return new JoinOutcome(new RoomReply.Refused(RoomRefusal.RoomLimit), Recovered: false);

        // Listen first, then ask: what is committed right after the join is then on its way to this node.
        var subscription = new RoomSubscription(room, echo, this, _sink, _context.Feeds);
        RoomReply reply = await _context.Router.AskAsync(room, new JoinRoom
        {
            By = User, Request = Named(request), Origin = Connection,
            As = _roomRole, MayCreate = _mayCreateRooms, OnlyMembers = onlyMembers, Since = since, Invite = invite,
        });

        if (claim == RoomClaim.Granted && reply is RoomReply.Refused)
            await _context.Rooms.GiveBackAsync(User, room);
        if (reply is not RoomReply.Joined joined || !TrySubscribe(subscription, out RoomSubscription? before))
        {
            subscription.Dispose();
            return new JoinOutcome(reply, Recovered: false);
        }

        // A second join of the same connection starts the room over from its own position, and nothing of the
        // first one may come after the ack of the second.
        if (before is not null)
            await before.EndAsync();

        bool recovered = TryRecover(joined.Epoch, joined.FirstSeq, joined.Seq, since, out long position);
        subscription.SetStart(joined.Epoch, position, joined.Seq, joined.Delivery);
        return new JoinOutcome(reply, recovered) { Subscription = subscription };
    }

    /// <summary>Whether all that follows the client's position is still there, and where delivery has to begin.</summary>
    private static bool TryRecover(Epoch epoch, long firstSeq, long head, RoomPosition? since, out long position)
    {
        position = since?.Seq ?? head;
        bool isKnown = since?.Epoch is not { } named || named == epoch;
        if (isKnown && position >= firstSeq - 1 && position <= head)
            return true;

        position = firstSeq - 1;
        return false;
    }

    // Presence is told under the gate: told after it, an end in between would pass by unseen, and the user stay for ever.
    private bool TrySubscribe(RoomSubscription subscription, out RoomSubscription? before)
    {
        lock (_gate)
        {
            before = null;
            if (_closed)
                return false;

            _rooms.TryGetValue(subscription.Room, out before);
            _rooms.Set(subscription.Room, subscription);
            if (before is null && _context.Options.EnablePresence)
                _context.Presence.Enter(User, subscription.Room, _chosen);
        }

        return true;
    }

    /// <param name="only">Only if the room's subscription is still this one.</param>
    private bool TryUnsubscribe(RoomId room, RoomSubscription? only, [NotNullWhen(true)] out RoomSubscription? subscription)
    {
        lock (_gate)
        {
            subscription = null;
            _rooms.TryGetValue(room, out RoomSubscription? current);
            if (_closed || (only is not null && current != only))
                return false;

            _earlierRooms = _earlierRooms.RemoveAll(earlier => earlier.Room == room);
            if (!_rooms.Remove(room, out subscription))
                return false;

            if (_context.Options.EnablePresence)
                _context.Presence.Exit(User, room);
        }

        return true;
    }

    /// <returns>What there is to resume, or null when it had ended before.</returns>
    private SessionRecord? End()
    {
        ImmutableArray<RoomSubscription> rooms;
        ImmutableArray<ChannelSubscription> channels;
        SessionRecord record;
        lock (_gate)
        {
            if (_closed)
                return null;

            _closed = true;
            record = RecordUnderGate();
            (rooms, _rooms) = (RoomsInOrderUnderGate(), default);
            channels = TakeChannelsUnderGate();
            if (_context.Options.EnablePresence)
                _context.Presence.BreakOff(User, [.. rooms.Select(one => one.Room)], _activity is null ? null : _device);
        }

        _context.Wheel.Cancel(this);
        _context.Host.Forget(this);
        foreach (RoomSubscription subscription in rooms)
            subscription.Dispose();
        EndChannels(channels);
        EndWatches();

        return record;
    }

    /// <summary>By name: the order of the table differs from process to process, and what happens must not hang on it.</summary>
    private ImmutableArray<RoomSubscription> RoomsInOrderUnderGate() =>
        [.. _rooms.Pairs.Select(static one => one.Value).OrderBy(static one => one.Room.Value, StringComparer.Ordinal)];

    private ImmutableArray<RoomId> RoomNames()
    {
        lock (_gate)
            return [.. RoomsInOrderUnderGate().Select(static one => one.Room)];
    }

    private bool ListensTo(RoomId room)
    {
        lock (_gate)
            return _rooms.ContainsKey(room);
    }

    private SessionRecord RecordUnderGate()
    {
        IEnumerable<SessionRoom> rooms = RoomsInOrderUnderGate().Select(one => new SessionRoom(one.Room, one.Echo));
        IEnumerable<SessionRoom> notYetBack = _earlierRooms.Where(earlier => !_rooms.ContainsKey(earlier.Room));
        return new SessionRecord(Id, ResumeToken, _context.Node, User, _roomRole, [.. rooms, .. notYetBack])
        {
            OpenedAt = OpenedAt,
            Channels = ChannelsUnderGate(),
            Watched = WatchedUnderGate(),
            Chosen = _activity?.Chosen ?? _chosen,
            Device = _device,
            ActiveAt = _activity?.ActiveAt ?? _activeBefore,
        };
    }

    /// <summary>What a user asks for, which shows that they are not away; coming back by itself does not.</summary>
    private ValueTask<RoomReply> AskAsync(RoomId room, RoomCommand command)
    {
        _activity?.Note();
        return new ValueTask<RoomReply>(_context.Router.AskAsync(room, command));
    }

    private RequestId Named(RequestId? request) =>
        request ?? RequestId.ForUnnamed(Connection, Interlocked.Increment(ref _unnamedRequests));
}
