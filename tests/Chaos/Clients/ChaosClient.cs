using System.Text.Json;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Clients;

/// <summary>
/// One user with one connection at a time, who listens and publishes in some rooms and comes back whenever the connection
/// ends: mostly with the resume token, sometimes with a join from its position.
/// </summary>
internal sealed class ChaosClient
{
    /// <summary>A client that hears nothing for so long takes its connection for dead.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(6);

    private readonly Recorder _recorder;
    private readonly Func<Random, Uri> _pickNode;
    private readonly int _seed;
    private readonly Random _random;
    private readonly Dictionary<string, RoomView> _rooms;
    private int _connections;
    private int _requests;
    private string? _resumeToken;
    private string _node = "?";
    private TimeSpan? _comeBackAfter;
    private ClientSocket? _socket;

    public ChaosClient(string user, IEnumerable<string> rooms, Func<Random, Uri> pickNode, int seed, Recorder recorder)
    {
        User = user;
        _pickNode = pickNode;
        _seed = seed;
        _random = new Random(seed);
        _recorder = recorder;
        _rooms = rooms.ToDictionary(static room => room, room => new RoomView(room, recorder), StringComparer.Ordinal);
    }

    public string User { get; }

    public IReadOnlyCollection<RoomView> Rooms => _rooms.Values;

    /// <summary>In all of its rooms.</summary>
    public bool IsIn => _rooms.Values.All(static room => room.Entrance.Current is not null);

    /// <summary>The node that its latest connection was on.</summary>
    public string Node => _node;

    public RoomView? In(string room) => _rooms.GetValueOrDefault(room);

    /// <summary>Lets its connection go, and comes back by another.</summary>
    public void HangUp() => _socket?.Abort();

    /// <summary>Connects, and again, until it is stopped.</summary>
    public async Task StayAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await using (ClientSocket? socket = await ClientSocket.OpenAsync(_pickNode(_random), User, TokenToResume(), stopping))
            {
                if (socket is null)
                    _recorder.Error("no connection");
                else
                    await ConnectedAsync(socket, stopping);
            }

            await PauseAsync(_comeBackAfter ?? TimeSpan.FromMilliseconds(_random.Next(20, 250)), stopping);
            _comeBackAfter = null;
        }
    }

    /// <summary>Publishes in one room, one message after another, each until it is acked.</summary>
    /// <param name="interval">From one message to the next, on the average.</param>
    /// <param name="ending">Begins no further message then, and brings the last one to its end.</param>
    public async Task PublishAsync(string room, TimeSpan interval, CancellationToken ending, CancellationToken stopping)
    {
        // Its own: lanes run beside each other.
        var random = new Random(_seed + Rooms.TakeWhile(one => one.Room != room).Count() + 1);
        while (true)
        {
            await PauseAsync(interval * (0.5 + random.NextDouble()), ending);
            if (ending.IsCancellationRequested || stopping.IsCancellationRequested)
                return;

            string id = NextId();
            Publication publication = _recorder.Begin(User, room, id, $"{User} {id}");
            try
            {
                await PublishAsync(_rooms[room], publication, random, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Asks the room's owner who is here. Null when there was no answer.</summary>
    public async Task<IReadOnlyCollection<string>?> AskWhoIsHereAsync(string room)
    {
        if (_rooms[room].Entrance.Current is not { } socket)
            return null;

        string id = NextId();
        JsonElement? answer = await socket.AskAsync(
            id, Requests.WhoIsHere(id, room), AnswerPatience, message => TakeSnapshot(room, message));
        return answer is { } given && given.ErrorCode() is null ? _rooms[room].Roster.Users : null;
    }

    private async Task PublishAsync(RoomView room, Publication publication, Random random, CancellationToken stopping)
    {
        byte[] request = Requests.Publish(publication.Id, publication.Room, publication.Text);
        while (true)
        {
            ClientSocket socket = await room.Entrance.WaitAsync(stopping);
            TimeSpan sentAt = _recorder.Clock.Now;
            JsonElement? answer = await socket.AskAsync(publication.Id, request, AnswerPatience);
            if (answer is not { } given)
            {
                if (_recorder.Clock.Now - sentAt >= AnswerPatience)
                    _recorder.Error("no answer");
                socket.Abort();
                await PauseAsync(TimeSpan.FromMilliseconds(random.Next(5, 20)), stopping);
                continue;
            }

            if (given.ErrorCode() is not { } code)
            {
                JsonElement data = given.GetProperty("data");
                _recorder.Acked(publication, sentAt, data.NumberOf("seq")!.Value, JsonReading.EpochOf(data.TextOf("message_id")!));
                return;
            }

            _recorder.Error(code);
            if (!given.GetProperty("error").IsTrue("retryable"))
            {
                _recorder.Violate(ViolationKind.Refused, $"{publication.User}'s message {publication.Id} to {publication.Room}: {given}");
                _recorder.GaveUp(publication);
                return;
            }

            await PauseAsync(TimeSpan.FromMilliseconds(random.Next(40, 80)), stopping);
        }
    }

    private async Task ConnectedAsync(ClientSocket socket, CancellationToken stopping)
    {
        int connection = ++_connections;
        var welcome = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _socket = socket;
        Task entering = EnterAsync(socket, connection, welcome.Task);
        await socket.ReadAsync(message => Take(message, welcome), stopping);
        welcome.TrySetCanceled(CancellationToken.None);
        foreach (RoomView room in _rooms.Values)
            room.Leave();
        await entering;

        // Entering may have been in the midst of opening a room.
        foreach (RoomView room in _rooms.Values)
            room.Leave();
    }

    private async Task EnterAsync(ClientSocket socket, int connection, Task<JsonElement> welcomed)
    {
        try
        {
            JsonElement welcome = await welcomed.WaitAsync(AnswerPatience);
            JsonElement data = welcome.GetProperty("data");
            _resumeToken = data.TextOf("resume_token");
            _node = data.TextOf("node_id")!;
            if (data.IsTrue("resumed"))
                await ResumeAsync(socket, connection);
            foreach (RoomView room in _rooms.Values.Where(static room => room.Entrance.Current is null))
            {
                if (!await JoinAsync(socket, connection, room))
                    break;
            }
        }
        catch (TimeoutException)
        {
            _recorder.Error("no welcome");
        }
        catch (OperationCanceledException)
        {
            // Closed before its welcome; there may have been an error, which is counted where it came.
        }

        if (!IsIn)
            socket.Abort();
    }

    private async Task ResumeAsync(ClientSocket socket, int connection)
    {
        var positions = _rooms.Values.Where(static room => room.Position is not null)
            .ToDictionary(static room => room.Room, static room => room.Position!.Value, StringComparer.Ordinal);
        string id = NextId();
        await socket.AskAsync(id, Requests.Resume(id, positions), AnswerPatience, answer =>
        {
            if (answer.ErrorCode() is { } code)
            {
                _recorder.Error($"resume: {code}");
                return;
            }

            foreach (JsonProperty part in answer.GetProperty("data").GetProperty("rooms").EnumerateObject())
            {
                if (!_rooms.TryGetValue(part.Name, out RoomView? room))
                    continue;
                if (part.Value.ErrorCode() is { } why)
                    _recorder.Error($"resume: {why}");
                else
                    Enter(socket, connection, room, part.Value, positions.TryGetValue(part.Name, out var since) ? since : null);
            }
        });
    }

    /// <returns>False: this connection leads no further.</returns>
    private async Task<bool> JoinAsync(ClientSocket socket, int connection, RoomView room)
    {
        while (true)
        {
            string id = NextId();
            (long Seq, string Epoch)? since = room.Position;
            JsonElement? answer = await socket.AskAsync(id, Requests.Join(id, room.Room, since?.Seq, since?.Epoch), AnswerPatience, ack =>
            {
                if (ack.ErrorCode() is null)
                    Enter(socket, connection, room, ack.GetProperty("data"), since);
            });
            if (answer is not { } given)
                return false;
            if (given.ErrorCode() is not { } code)
                return true;

            _recorder.Error($"join: {code}");
            if (!given.GetProperty("error").IsTrue("retryable"))
            {
                _recorder.Violate(ViolationKind.Refused, $"{User}'s join of {room.Room}: {given}");
                return false;
            }

            await PauseAsync(TimeSpan.FromMilliseconds(_random.Next(50, 150)), CancellationToken.None);
        }
    }

    private void Enter(ClientSocket socket, int connection, RoomView room, JsonElement ack, (long Seq, string Epoch)? since)
    {
        room.Enter(ack, since, _recorder.Enter(User, connection, _node, room.Room));
        room.Entrance.Open(socket);
    }

    private void Take(JsonElement message, TaskCompletionSource<JsonElement> welcome)
    {
        string? type = message.TextOf("type");
        RoomView? room = message.TextOf("room_id") is { } name ? _rooms.GetValueOrDefault(name) : null;
        if (type == "welcome")
            welcome.TrySetResult(message.Clone());
        else if (type == "error")
            _recorder.Error(message.ErrorCode() ?? "error");
        else if (room is not null && message.NumberOf("seq") is { } seq)
            room.Hear(message, seq);
        else if (type == "system")
            TakeSystem(message, room);
        else if (type == "presence" && room is not null)
            TakePresence(message, room);
    }

    private void TakeSystem(JsonElement message, RoomView? room)
    {
        JsonElement data = message.GetProperty("data");
        if (message.TextOf("event") == "draining")
            _comeBackAfter = TimeSpan.FromMilliseconds(data.NumberOf("reconnect_after_ms") ?? 0);
        else if (message.TextOf("event") == "reset")
            room?.Reset(data);
    }

    private void TakePresence(JsonElement message, RoomView room)
    {
        if (message.TextOf("event") == "snapshot")
            room.Roster.TakeSnapshot(message.GetProperty("data"));
        else if (message.TextOf("event") == "diff" && !room.Roster.TakeDiff(message.GetProperty("data")) && _socket is { } socket)
            _ = AskForRosterAsync(socket, room.Room);
    }

    private async Task AskForRosterAsync(ClientSocket socket, string room)
    {
        string id = NextId();
        await socket.AskAsync(id, Requests.WhoIsHere(id, room), AnswerPatience, message => TakeSnapshot(room, message));
    }

    private void TakeSnapshot(string room, JsonElement message)
    {
        if (message.ErrorCode() is null)
            _rooms[room].Roster.TakeSnapshot(message.GetProperty("data"));
    }

    // Now and then a client has lost its token, as a page that is opened anew.
    private string? TokenToResume() => _random.Next(4) == 0 ? null : _resumeToken;

    private string NextId() => $"{User}-{Interlocked.Increment(ref _requests)}";

    private static async Task PauseAsync(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(time, stopping);
        }
        catch (OperationCanceledException)
        {
            // What comes next sees it.
        }
    }
}
