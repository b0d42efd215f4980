using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>What a tab does all day, by the dice, and how it settles down at the end.</summary>
internal sealed class ClientHabits(SimulatedClient tab, ClientWorld place, IReadOnlyList<RoomId> rooms, IReadOnlyList<RoomId> channels)
{
    private readonly Dice _dice = place.World.ForkDice();
    private readonly List<string> _oldTokens = [];
    private bool _comingBack;

    public async Task LiveAsync(Publisher publisher, Meddler meddler)
    {
        while (place.ActionsLeft > 0 && place.World.Now < place.StormUntil)
        {
            await place.World.Delay(_dice.Between(TimeSpan.FromTicks(1), place.Scenario.ThinkTime));
            place.ActionsLeft--;
            Act(publisher, meddler);
        }
    }

    /// <summary>Stays connected, and does nothing else, until <paramref name="until"/>.</summary>
    public async Task SettleAsync(DateTimeOffset until)
    {
        while (place.World.Now < until)
        {
            _ = ComeBackAsync(forgetful: false);
            await place.World.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private void Act(Publisher publisher, Meddler meddler)
    {
        if (!tab.IsOnline)
        {
            if (tab.Socket is not null && _dice.Chance(0.1))
                tab.Vanish();
            else
                _ = ComeBackAsync(forgetful: true);
            return;
        }

        if (channels.Count > 0 && _dice.Chance(0.2))
        {
            ActOnChannel(publisher, _dice.Pick(channels));
            return;
        }

        RoomId room = PickRoom();
        switch (_dice.Next(100))
        {
            case < 42:
                _ = publisher.PublishAsync(tab, room);
                break;
            case < 47:
                for (int i = _dice.Between(5, 30); i > 0; i--)
                    _ = publisher.PublishAsync(tab, room);
                break;
            case < 60:
                _ = EnterAsync(_dice.Pick(rooms), AnyPosition(room), _dice.Chance(0.2) ? Meddler.AnyCode(_dice) : null);
                break;
            case < 64:
                _ = tab.AskAsync(new ClientRequest.Leave(room, tab.User.NextRequest(), Membership: _dice.Chance(0.4)));
                break;
            case < 72:
                _ = tab.AskAsync(new ClientRequest.Typing(room, _dice.Chance(0.7)));
                break;
            case < 77:
                ChangeStatus();
                break;
            case < 84:
                _ = tab.AskAsync(new ClientRequest.History(room, AnyQuery(room)));
                break;
            case < 87:
                if (tab.Room(room) is { } view)
                    _ = tab.GetRosterAsync(view);
                break;
            case < 92:
                tab.Vanish();
                break;
            case < 93:
                _ = tab.AskAsync(_dice.Chance(0.5) ? new ClientRequest.ListRooms() : new ClientRequest.ListRoomsOf(tab.User.Id));
                break;
            case < 99:
                _ = meddler.MeddleAsync(tab, room);
                break;
            default:
                break;
        }
    }

    private void ActOnChannel(Publisher publisher, RoomId channel)
    {
        switch (_dice.Next(10))
        {
            case < 6:
                _ = publisher.PublishAsync(tab, channel);
                break;
            case < 9:
                _ = EnterAsync(channel, AnyPosition(channel));
                break;
            default:
                _ = tab.AskAsync(new ClientRequest.Unsubscribe(channel));
                break;
        }
    }

    /// <summary>Mostly a room that it is in, since little happens elsewhere.</summary>
    private RoomId PickRoom()
    {
        RoomView[] live = [.. tab.LiveRooms];
        return live.Length > 0 && _dice.Chance(0.9) ? _dice.Pick(live).Room : _dice.Pick(rooms);
    }

    private async Task ComeBackAsync(bool forgetful)
    {
        if (_comingBack)
            return;

        _comingBack = true;
        try
        {
            if (!tab.IsOnline && !await tab.ConnectAsync(PickToken()))
                return;

            if (tab.Token is { } token && !_oldTokens.Contains(token))
                _oldTokens.Add(token);
            if (tab.OwesResume)
                await tab.ResumeAsync();

            foreach (RoomView room in tab.Rooms.Where(room => !room.IsLive).ToArray())
            {
                if (forgetful && _dice.Chance(0.1))
                    tab.Forget(room);
                else
                    await EnterAsync(room.Room, _dice.Chance(0.7) ? room.Position : new RoomPosition(room.Seq, Epoch: null));
            }
        }
        finally
        {
            _comingBack = false;
        }
    }

    private string? PickToken() => _dice.Next(20) switch
    {
        < 11 => tab.Token,
        11 when _oldTokens.Count > 0 => _dice.Pick(_oldTokens),
        12 => _dice.Pick(tab.User.Tabs).Token,
        _ => null,
    };

    private async Task EnterAsync(RoomId room, RoomPosition? since, string? invite = null)
    {
        for (int tries = 0; tries < 5 && tab.IsOnline; tries++)
        {
            Answer answer = await tab.AskAsync(ClientRequest.Enter(room, since, tab.User.Echo, invite));
            if (answer is Answer.Joined { Reply: RoomReply.Joined or RoomReply.Subscribed or RoomReply.Refused })
                return;

            await place.World.Delay(_dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Where it stands, somewhere before that, from the first, or only what comes.</summary>
    private RoomPosition? AnyPosition(RoomId room)
    {
        if (tab.Room(room) is not { } view)
            return _dice.Chance(0.5) ? new RoomPosition(0, Epoch: null) : null;

        return _dice.Next(4) switch
        {
            0 => view.Position,
            1 => view.Position with { Seq = view.Seq - _dice.Next((int)view.Seq + 1) },
            2 => new RoomPosition(0, Epoch: null),
            _ => null,
        };
    }

    private void ChangeStatus()
    {
        Availability availability = _dice.Pick([Availability.Online, Availability.Away, Availability.Busy, Availability.Offline]);
        tab.User.HasHidden |= availability == Availability.Offline;
        _ = tab.AskAsync(new ClientRequest.SetStatus(new UserStatus(availability), _dice.Pick([Devices.None, Devices.Mobile, Devices.Web])));
    }

    private HistoryQuery AnyQuery(RoomId room)
    {
        long head = place.HeadOf(room);
        var query = new HistoryQuery { Limit = _dice.Pick([1, 7, 50, 200]) };
        return _dice.Next(5) switch
        {
            0 => query with { BeforeSeq = 1 + _dice.Next((int)head + 2) },
            1 => query with { AfterSeq = _dice.Next((int)head + 2) },
            2 => query with { User = tab.User.Id },
            3 => query with { Search = _dice.Pick(["text", "better", tab.Name]) },
            _ => query,
        };
    }
}
