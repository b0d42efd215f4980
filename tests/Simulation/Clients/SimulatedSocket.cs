using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>
/// The server's end of one connection, standing where a transport stands: it brings requests to the session, puts
/// answers and events into a bounded outbox in the order in which they have to be seen, and closes the
/// connection (4008) when the client does not keep up.
/// </summary>
internal sealed class SimulatedSocket : IClientSink
{
    private readonly SimulatedWorld _world;
    private readonly SimulatedNode _node;
    private readonly SimulatedClient _client;
    private readonly Dice _dice;
    private readonly int _capacity;
    private readonly Wire<ServerFrame> _outbox;
    private readonly Wire<Ask> _inbox;
    private readonly Queue<Ask> _arrived = new();
    private readonly Queue<Ask> _inOrder = new();
    private readonly IClientSink _sink;
    private TaskCompletionSource? _room;
    private ClientSession? _session;
    private bool _busyInOrder;
    private bool _ended;

    public SimulatedSocket(
        string name, SimulatedNode node, SimulatedClient client, SimulatedWorld world, Dice dice, int capacity, Func<TimeSpan> slowest,
        Mutations mutations)
    {
        Name = name;
        (_world, _node, _client, _dice, _capacity) = (world, node, client, dice, capacity);
        _outbox = new Wire<ServerFrame>(world, dice, slowest, Deliver);
        _inbox = new Wire<Ask>(world, dice, static () => TimeSpan.FromMilliseconds(20), Arrive);
        _sink = mutations.Sink(this);
        node.Hold(this);
    }

    public string Name { get; }

    public SimulatedNode Node => _node;

    /// <summary>Whether the server still considers the connection open.</summary>
    public bool IsOpen => !_ended;

    /// <summary>The client knocks.</summary>
    public void Open(SessionRequest request) => _node.Process.Do(() => _ = OpenAsync(request));

    private async Task OpenAsync(SessionRequest request)
    {
        ClientSession session;
        try
        {
            session = await _node.Actors.Sessions.OpenAsync(request, _sink, CancellationToken.None);
        }
        catch (StoreAwayException)
        {
            await CloseAsync("1013 the store is away");
            return;
        }

        if (_ended)
        {
            // The client was gone before its welcome.
            await EndAsync(session);
            return;
        }

        _session = session;
        Put(new ServerFrame.Welcome(
            session.Connection, session.ResumeToken, session.Resumed,
            [.. session.ResumedRooms, .. session.ResumedChannels.Select(static name => new ChannelId(name.Start).Room)]));
        session.Appear();
    }

    /// <summary>The client sends a request.</summary>
    public void Send(Ask ask) => _inbox.Send(ask);

    /// <summary>The client is gone without a word; the server notices in its own time.</summary>
    public void Vanish()
    {
        _outbox.Cut();
        _inbox.Cut();
        _world.After(_dice.Between(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5)), () => _node.Process.Do(() => _ = NoticeAsync()));
    }

    /// <summary>The node has died; the client notices in its own time, and still talks to a ghost until then.</summary>
    public void LoseServer()
    {
        End();
        TellClient("the node died", TimeSpan.FromSeconds(3));
    }

    public void Send(FeedBatch batch) => Put(new ServerFrame.Events(batch));

    public void Send(FeedSignal signal) => Put(new ServerFrame.Signal(signal, _world.Now));

    public void Send(FeedReset reset) => Put(new ServerFrame.Reset(reset));

    public void Send(FeedSkip skip) => throw new InvalidOperationException("No room of the simulation leaves anything out.");

    public async ValueTask ReadyForReplayAsync()
    {
        while (!_ended && _outbox.Count > _capacity / 2)
            await (_room ??= new TaskCompletionSource()).Task;
    }

    public void Replace() => _ = CloseAsync("4009 replaced by a resume");

    public void Expel(string reason) => _ = CloseAsync($"4003 {reason}");

    public void Fail() => _ = CloseAsync("1011 delivery broke off");

    /// <summary>The server ends the connection; what is in the outbox may or may not get through.</summary>
    public async Task CloseAsync(string why)
    {
        if (_ended)
            return;

        End();
        TellClient(why, TimeSpan.FromMilliseconds(100));
        if (_session is not null)
            await EndAsync(_session);
    }

    private void TellClient(string why, TimeSpan latest) => _world.After(_dice.Between(TimeSpan.FromTicks(1), latest), () =>
    {
        _outbox.Cut();
        _client.OnClosed(this, why);
    });

    /// <summary>As a transport does it: a session that cannot be kept now was kept when it last changed.</summary>
    private static async Task EndAsync(ClientSession session)
    {
        try
        {
            await session.CloseAsync(keepForResume: true);
        }
        catch (Exception e) when (e is InjectedFaultException or StoreAwayException)
        {
        }
    }

    private void Deliver(ServerFrame frame)
    {
        _client.OnFrame(this, frame);
        if (_outbox.Count <= _capacity / 2)
            MakeRoom();
    }

    private void Put(ServerFrame frame)
    {
        if (_ended)
            return;

        if (_outbox.Count >= _capacity)
            _ = CloseAsync("4008 slow consumer");
        else
            _outbox.Send(frame);
    }

    private async Task NoticeAsync()
    {
        if (_ended)
            return;

        End();
        if (_session is not null)
            await EndAsync(_session);
    }

    private void End()
    {
        _ended = true;
        _inbox.Cut();
        _node.LetGo(this);
        MakeRoom();
    }

    private void MakeRoom()
    {
        TaskCompletionSource? room = _room;
        _room = null;
        room?.SetResult();
    }

    private void Arrive(Ask ask)
    {
        _arrived.Enqueue(ask);
        _node.Process.Do(() => Handle(_arrived.Dequeue()));
    }

    /// <summary>What changes where the session is in, one at a time and in order, as the session wants it; the rest at once.</summary>
    private void Handle(Ask ask)
    {
        (ask.BegunAt, ask.Node) = (_world.Now, _node);
        if (ask.Request is not (ClientRequest.Join or ClientRequest.Leave or ClientRequest.Resume or ClientRequest.Subscribe or ClientRequest.Unsubscribe))
        {
            _ = WorkAsync(ask);
            return;
        }

        _inOrder.Enqueue(ask);
        if (!_busyInOrder)
            _ = WorkInOrderAsync();
    }

    private async Task WorkInOrderAsync()
    {
        _busyInOrder = true;
        while (_inOrder.TryDequeue(out Ask? ask))
            await WorkAsync(ask);

        _busyInOrder = false;
    }

    private async Task WorkAsync(Ask ask)
    {
        try
        {
            await AnswerAsync(_session!, ask);
        }
        catch (Exception e) when (e is InjectedFaultException or StoreAwayException)
        {
            Answer(ask, new Answer.Failed(e.Message));
        }
        catch (Exception e)
        {
            // Nothing else may come out of a session: the run fails with it, on a stack of its own.
            _world.Schedule(() => throw new UnexpectedExceptionException(ask.ToString(), e));
        }

        ask.EndedAt = _world.Now;
    }

    private async Task AnswerAsync(ClientSession session, Ask ask)
    {
        switch (ask.Request)
        {
            case ClientRequest.Join join:
                JoinOutcome joined = await session.JoinAsync(join.Room, request: null, join.Since, join.Echo, join.Invite);
                Answer(ask, new Answer.Joined(join.Room, joined.Reply, joined.Recovered));
                joined.StartDelivery(); // The ack is in the outbox: now events may follow.
                return;

            case ClientRequest.Resume resume:
                ImmutableArray<ResumedRoom> rooms = await session.ResumeAsync(resume.Positions);
                ImmutableArray<ResumedChannel> channels = await session.ResumeChannelsAsync(
                    resume.Positions.Where(static one => ChannelId.IsHostedBy(one.Key)).ToDictionary(static one => ChannelId.Of(one.Key)!.Value, static one => one.Value));
                Answer(ask, new Answer.Resumed(
                [
                    .. rooms.Select(static room => new Answer.Joined(room.Room, room.Outcome.Reply, room.Outcome.Recovered)),
                    .. channels.Select(static one => new Answer.Joined(new ChannelId(one.Name.Start).Room, one.Outcome.Reply, one.Outcome.Recovered)),
                ]));
                foreach (ResumedRoom room in rooms)
                    room.Outcome.StartDelivery();
                foreach (ResumedChannel channel in channels)
                    channel.Outcome.StartDelivery();
                return;

            case ClientRequest.Subscribe subscribe:
                SubscribeOutcome subscribed = await session.SubscribeAsync(
                    NameOf(subscribe.Room), new ChannelTerms(Filter: null, subscribe.Echo), subscribe.Since);
                Answer(ask, new Answer.Joined(subscribe.Room, subscribed.Reply, subscribed.Recovered));
                subscribed.StartDelivery();
                return;

            case ClientRequest.Unsubscribe unsubscribe:
                await session.UnsubscribeAsync(NameOf(unsubscribe.Room));
                Answer(ask, new Answer.Replied(RoomReply.Done.Instance));
                return;

            case ClientRequest.Leave leave:
                Answer(ask, new Answer.Replied(await session.LeaveAsync(leave.Room, leave.Request, leave.Membership)));
                return;

            case ClientRequest.Publish publish:
                Answer(ask, new Answer.Replied(await session.PublishAsync(publish.Room, publish.Request, publish.Body)));
                return;

            case ClientRequest.Do act:
                Answer(ask, new Answer.Replied(await _node.Actors.Router.AskAsync(act.Room, act.What with { Origin = session.Connection })));
                return;

            case ClientRequest.Typing typing:
                Answer(ask, new Answer.Replied(await session.SetTypingAsync(typing.Room, typing.IsTyping)));
                return;

            case ClientRequest.SetStatus status:
                session.SetDevice(status.Device);
                session.SetStatus(status.Status);
                Answer(ask, new Answer.Replied(RoomReply.Done.Instance));
                return;

            case ClientRequest.GetRoster get:
                Answer(ask, new Answer.Replied(await session.ReadRosterAsync(get.Room)));
                return;

            case ClientRequest.ListRooms:
                ListingPage listing = await _node.Actors.Listing.ReadAsync(new ListingQuery { Limit = ListingQuery.MaxLimit }, CancellationToken.None);
                Answer(ask, new Answer.Listed(listing.Rooms));
                return;

            case ClientRequest.ListRoomsOf of:
                (UserRoomsPage<EnteredRoom>? entered, RoomReply? failure) =
                    await _node.Actors.RoomsOf.ReadAsync(of.User, after: null, RoomsOfUser.MaxLimit, CancellationToken.None);
                Answer(ask, entered is null ? new Answer.Replied(failure!) : new Answer.ListedOf([.. entered.Rooms.Select(static one => one.Room)]));
                return;

            case ClientRequest.History history:
                HistoryOutcome read = await session.ReadHistoryAsync(history.Room, history.Query, CancellationToken.None);
                Answer(ask, read.Page is { } page ? new Answer.History(page) : new Answer.Replied(read.Refusal!));
                return;

            default:
                throw new InvalidOperationException($"A socket does not know {ask.Request.GetType().Name}.");
        }
    }

    private static NamePattern NameOf(RoomId channel) => NamePattern.Exactly(ChannelId.Of(channel)!.Value.Value);

    private void Answer(Ask ask, Answer answer) => Put(new ServerFrame.Answered(ask, answer));
}
