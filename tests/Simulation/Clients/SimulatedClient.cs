using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>
/// A client library in miniature: one tab of one user, with one connection at a time. It keeps its position in each
/// room, comes back by token or afresh, follows presence and typing, and writes down everything it sees.
/// What it does when is decided in <see cref="ClientHabits"/>.
/// </summary>
internal sealed class SimulatedClient(SimulatedUser user, string name, ClientWorld place)
{
    /// <summary>How long a client believes a token to be good; below the server's time by more than any delay on the way.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, RoomView> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<int, TaskCompletionSource<Answer>> _waiting = [];
    private TaskCompletionSource<bool>? _welcome;
    private SimulatedSocket? _socket;
    private ConnectionHistory? _history;
    private DateTimeOffset _lastOpen;
    private int _connections;

    public SimulatedUser User => user;

    public string Name => name;

    public SimulatedSocket? Socket => _socket;

    public ConnectionHistory? History => _history;

    /// <summary>Whether the welcome has come and the connection has not ended.</summary>
    public bool IsOnline => _history?.Id is not null;

    /// <summary>Whether a resumed session still has to say where it stands.</summary>
    public bool OwesResume { get; private set; }

    /// <summary>The token to come back with; a used one stays until the next welcome.</summary>
    public string? Token { get; private set; }

    public IReadOnlyCollection<RoomView> Rooms => _rooms.Values;

    private SimulatedWorld World => place.World;

    public RoomView? Room(RoomId room) => _rooms.GetValueOrDefault(room.Value);

    /// <summary>Does not want to know of the room any more, where its connection does not know of it either.</summary>
    public void Forget(RoomView room)
    {
        if (!room.IsLive && Room(room.Room) == room)
            _rooms.Remove(room.Room.Value);
    }

    public IEnumerable<RoomView> LiveRooms => _rooms.Values.Where(room => room.IsLive && !room.IsChannel);

    public IEnumerable<RoomView> LiveChannels => _rooms.Values.Where(room => room.IsLive && room.IsChannel);

    /// <summary>Opens a connection to any node that takes some, as a load balancer chooses it.</summary>
    /// <returns>Whether it was welcomed.</returns>
    public Task<bool> ConnectAsync(string? token) => ConnectAsync(token, place.PickNode());

    public async Task<bool> ConnectAsync(string? token, SimulatedNode? to)
    {
        if (_socket is not null || to is not { } node)
            return false;

        string connection = string.Create(CultureInfo.InvariantCulture, $"{name}.{++_connections}");
        _history = new ConnectionHistory(connection, user.Id, token, token == Token && World.Now - _lastOpen < Trust, World.Now);
        place.Recording.Connections.Add(_history);
        _socket = new SimulatedSocket(
            connection, node, this, World, place.Dice, place.Scenario.Outbox, () => place.SlowestFor(name), place.Mutations);
        World.Trace.Note($"{connection} connects to {node.Name}{(token is null ? "" : $" with token {token}")}");
        _welcome = new TaskCompletionSource<bool>();
        _socket.Open(new SessionRequest(user.Id, Role.Member, MayCreateRooms: true, token));
        return await _welcome.Task;
    }

    /// <summary>The connection breaks off, as when a cable is pulled: only this end knows.</summary>
    public void Vanish()
    {
        World.Trace.Note($"{_history?.Name} vanishes");
        _socket?.Vanish();
        Ended("vanished");
    }

    /// <summary>Sends a request, if welcomed; ends with its answer, or when the connection does.</summary>
    public async Task<Answer> AskAsync(ClientRequest request, Action<Ask>? made = null)
    {
        if (_socket is not { } socket || _history is not { Id: not null } history)
            return new Answer.Disconnected();

        Ask ask = place.Recording.NewAsk(history.Name, request, World.Now);
        (ask.HeadBefore, ask.StoreLifeBefore) = (request.About is { } room ? place.HeadOf(room) : 0, place.Cluster.Store.Life);
        made?.Invoke(ask);
        World.Trace.Note($"{ask}");
        var answer = new TaskCompletionSource<Answer>();
        _waiting[ask.Number] = answer;
        socket.Send(ask);
        return await answer.Task;
    }

    public Task<Answer> ResumeAsync()
    {
        OwesResume = false;
        var positions = _rooms.Values.Where(room => room.Epoch != default)
            .ToImmutableDictionary(room => room.Room, room => room.Position);
        return AskAsync(new ClientRequest.Resume(positions));
    }

    public async Task GetRosterAsync(RoomView room)
    {
        while (room.IsLive && !room.Presence.IsAsking)
        {
            PresenceView view = room.Presence;
            view.Asking(World.Now);
            Answer answer = await AskAsync(new ClientRequest.GetRoster(room.Room));
            if (answer is Answer.Replied { Reply: RoomReply.RosterRead read })
            {
                if (view.Take(read.Roster))
                    continue;

                return;
            }

            if (answer is Answer.Replied { Reply: RoomReply.Refused })
            {
                view.Refused();
                return;
            }

            view.AskFailed();
            await World.Delay(TimeSpan.FromSeconds(1));
        }
    }

    public void OnClosed(SimulatedSocket socket, string why)
    {
        if (socket != _socket)
            return;

        World.Trace.Note($"{_history?.Name} closed: {why}");
        Ended(why);
    }

    public void OnFrame(SimulatedSocket socket, ServerFrame frame)
    {
        if (socket != _socket)
            return;

        switch (frame)
        {
            case ServerFrame.Welcome welcome:
                OnWelcome(welcome);
                break;
            case ServerFrame.Answered answered:
                OnAnswer(answered.Ask, answered.Answer);
                break;
            case ServerFrame.Events events:
                foreach (RoomEvent e in events.Batch.Events)
                    OnEvent(events.Batch.Room, events.Batch.Epoch, e);
                break;
            case ServerFrame.Signal signal:
                OnSignal(signal.What.Room, signal.What.Event, signal.SentAt);
                break;
            case ServerFrame.Reset reset:
                OnReset(reset.What);
                break;
            default:
                throw new InvalidOperationException($"A client does not know {frame.GetType().Name}.");
        }
    }

    private void Ended(string why)
    {
        if (_history is null)
            return;

        _history.Ended = why;
        if (_history.Id is not null)
            _lastOpen = World.Now;
        (_history, _socket) = (null, null);
        OwesResume = false;
        _welcome?.TrySetResult(false);
        foreach (RoomView room in _rooms.Values)
            room.IsLive = false;

        TaskCompletionSource<Answer>[] waiting = [.. _waiting.OrderBy(one => one.Key).Select(one => one.Value)];
        _waiting.Clear();
        foreach (TaskCompletionSource<Answer> one in waiting)
            one.SetResult(new Answer.Disconnected());
    }

    private void OnWelcome(ServerFrame.Welcome welcome)
    {
        World.Trace.Note($"{_history!.Name} welcomed{(welcome.Resumed ? $", resumed with {string.Join(' ', welcome.Rooms)}" : "")}");
        (_history.Id, _history.Token) = (welcome.Connection, welcome.Token);
        _history.Seen.Add(new Observation.Welcomed(World.Now, welcome.Connection, welcome.Resumed, welcome.Rooms));
        Token = welcome.Token;
        OwesResume = welcome.Resumed;
        _welcome?.TrySetResult(true);
    }

    private void OnAnswer(Ask ask, Answer answer)
    {
        World.Trace.Note($"{ask}: {Describe(answer)}");
        ask.Answer = answer;
        (ask.KeptAfter, ask.StoreLifeAfter) = (ask.Request.About is { } about ? place.KeptFrom(about) : 0, place.Cluster.Store.Life);
        if (answer is Answer.Joined joined)
        {
            RoomPosition? since = ask.Request switch
            {
                ClientRequest.Join join => join.Since,
                ClientRequest.Subscribe subscribe => subscribe.Since,
                _ => throw new InvalidOperationException($"{ask} is answered as if it had been a join."),
            };
            OnJoined(joined, since, ask);
        }
        else if (answer is Answer.Resumed resumed)
        {
            var request = (ClientRequest.Resume)ask.Request;
            foreach (Answer.Joined room in resumed.Rooms)
            {
                RoomPosition? since = request.Positions.TryGetValue(room.Room, out RoomPosition position) ? position : null;
                OnJoined(room, since, ask);
            }
        }
        else if (ask.Request is ClientRequest.Leave leave && answer is Answer.Replied { Reply: RoomReply.Done })
        {
            OnLeft(leave.Room, wasAsked: true);
        }
        else if (ask.Request is ClientRequest.Unsubscribe unsubscribe && answer is Answer.Replied { Reply: RoomReply.Done })
        {
            OnLeft(unsubscribe.Room, wasAsked: true);
        }

        if (_waiting.Remove(ask.Number, out TaskCompletionSource<Answer>? waiting))
            waiting.SetResult(answer);
    }

    private void OnJoined(Answer.Joined answer, RoomPosition? since, Ask ask)
    {
        if (answer.Ack is not { } ack)
            return;

        _history!.Seen.Add(new Observation.Joined(World.Now, ask.BegunAt!.Value, answer.Room, since, user.Echo, ack, answer.Recovered, answer.IsKept));
        if (Room(answer.Room) is not { } room)
            _rooms[answer.Room.Value] = room = new RoomView(answer.Room);

        room.IsLive = true;
        room.Epoch = room.IsChannel && ack.Seq == 0 ? default : ack.Epoch;
        room.JoinedAt = ack.Seq;
        room.Seq = since is not { } position ? ack.Seq : answer.Recovered ? position.Seq : ack.FirstSeq - 1;
        room.Typing.Clear();
        room.Presence = new PresenceView();
        if (!room.IsChannel)
            _ = GetRosterAsync(room);
    }

    private void OnEvent(RoomId id, Epoch epoch, RoomEvent e)
    {
        World.Trace.Note($"{_history!.Name} sees {id} {e.Seq} {e.GetType().Name}");
        _history.Seen.Add(new Observation.Event(World.Now, id, epoch, e));
        if (Room(id) is not { } room)
            return;

        (room.Epoch, room.Seq) = (epoch, e.Seq);
        if (e.Removes(user.Id) && e.Seq > room.JoinedAt)
            OnLeft(id, wasAsked: false);
    }

    /// <summary>This connection unsubscribed, or the user gave up membership on another: the server sends nothing more of the room.</summary>
    private void OnLeft(RoomId id, bool wasAsked)
    {
        _history!.Seen.Add(new Observation.Left(World.Now, id, wasAsked));
        if (_rooms.Remove(id.Value, out RoomView? left))
            left.IsLive = false;
    }

    private void OnReset(FeedReset what)
    {
        World.Trace.Note($"{_history!.Name} is reset in {what.Room} to {what.Position}");
        _history.Seen.Add(new Observation.Reset(World.Now, what.Room, what.Epoch, what.Position, place.TrimmedBelow(what.Room)));
        if (Room(what.Room) is { } room)
            (room.Epoch, room.Seq, room.JoinedAt) = (what.Epoch, what.Position, what.Head);
    }

    private void OnSignal(RoomId id, EphemeralEvent what, DateTimeOffset sentAt)
    {
        World.Trace.Note($"{_history!.Name} hears {id} {Describe(what)}");
        if (what is ChannelMessage message)
            OnChannelMessage(id, message.By, Encoding.UTF8.GetString(message.Body.Data.Span));
        if (Room(id) is not { IsLive: true } room)
            return;

        if (what is PresenceChanged changed)
        {
            if (room.Presence.Take(changed))
                _ = GetRosterAsync(room);
        }
        else if (what is PresenceReplaced replaced)
        {
            room.Presence.Take(replaced);
        }
        else if (what is PresenceCounted counted)
        {
            room.Presence.Take(counted);
        }
        else if (what is TypingChanged { IsTyping: true } started)
        {
            room.Typing.TryAdd(started.User, sentAt);
        }
        else if (what is TypingChanged stopped)
        {
            room.Typing.Remove(stopped.User);
        }
    }

    private void OnChannelMessage(RoomId id, UserId by, string text)
    {
        _history!.Seen.Add(new Observation.Heard(World.Now, id, by, text));
        Room(id)?.Heard.Add(text);
    }

    private static string Describe(EphemeralEvent what) => what switch
    {
        PresenceChanged changed => $"presence {changed.Version}: "
            + string.Join(' ', changed.Changes.Select(one => $"{one.User}={one.Status.Availability}")),
        PresenceReplaced replaced => $"presence {replaced.Roster.Version} anew: "
            + string.Join(' ', replaced.Roster.Users.Select(one => $"{one.User}={one.Status.Availability}")),
        PresenceCounted counted => $"presence {counted.Version}: {counted.Count} are here",
        TypingChanged typing => $"{typing.User} {(typing.IsTyping ? "types" : "stopped typing")}",
        _ => what.GetType().Name,
    };

    private static string Describe(Answer answer) => answer switch
    {
        Answer.Replied replied => Describe(replied.Reply),
        Answer.Joined joined => $"{Describe(joined.Reply)}{(joined.Recovered ? ", recovered" : "")}",
        Answer.Resumed resumed => string.Join("; ", resumed.Rooms.Select(room => $"{room.Room} {Describe(room)}")),
        Answer.Listed listed => string.Join(' ', listed.Rooms.Select(room => $"{room.Room}({room.MemberCount})")),
        Answer.ListedOf listed => string.Join(' ', listed.Rooms),
        Answer.History history => $"{history.Page.Messages.Length} messages of {history.Page.FirstSeq}-{history.Page.LastSeq}",
        _ => answer.GetType().Name,
    };

    private static string Describe(RoomReply reply) => reply switch
    {
        RoomReply.Joined joined => $"joined at {joined.Seq}, kept from {joined.FirstSeq}",
        RoomReply.Subscribed subscribed => $"subscribed at {subscribed.Seq}, kept from {subscribed.FirstSeq}",
        RoomReply.Published published => $"published as {published.Message.Seq}",
        RoomReply.Refused refused => $"refused, {refused.Why}",
        RoomReply.RosterRead read => $"roster {read.Roster.Version} of {read.Roster.Count}: {string.Join(' ', read.Roster.Users.Select(one => one.User))}",
        _ => reply.GetType().Name,
    };
}
