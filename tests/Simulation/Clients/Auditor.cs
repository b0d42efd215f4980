using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Peers;

namespace Streaming.Simulation.Clients;

/// <summary>
/// Comes when everything is quiet: notes what each listener believes, then joins every room, reads it through
/// from the first event kept, pages through its history, and asks who is there.
/// </summary>
internal sealed class Auditor(ClientWorld place, IReadOnlyList<SimulatedClient> tabs, LogArchive archive, LostSignals lost)
{
    private const int PageLimit = 7;
    private static readonly UserId Name = new("auditor");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly SimulatedClient _self = new(new SimulatedUser(Name, echo: true), Name.Value, place);

    public async Task<Audit> AuditAsync(IReadOnlyList<RoomId> rooms, IReadOnlyList<RoomId> channels)
    {
        List<RoomEnding> endings = [];
        foreach (RoomId room in (RoomId[])[.. rooms, .. channels])
            endings.Add(await BeforeAsync(room));

        await _self.ConnectAsync(token: null);
        DirectoryEnding directory = await DirectoryAsync(rooms);
        for (int i = 0; i < rooms.Count; i++)
        {
            RosterSnapshot? roster = await RosterAsync(rooms[i]);
            endings[i] = endings[i] with
            {
                Roster = roster is { IsCounted: false } ? Names(roster.Users.Select(one => one.User)).Remove(Name.Value) : null,
                Counted = roster is { IsCounted: true } ? roster.Count : null,
            };
        }

        foreach (RoomId room in rooms)
        {
            await ReadBackwardsAsync(room);
            await ReadForwardsAsync(room);
        }

        foreach (RoomId channel in channels)
            await _self.AskAsync(ClientRequest.Enter(channel, new RoomPosition(0, Epoch: null), echo: true));

        await place.World.Delay(Patience);
        return new Audit([.. endings], directory);
    }

    /// <summary>Before it comes into a room itself.</summary>
    private async Task<DirectoryEnding> DirectoryAsync(IReadOnlyList<RoomId> rooms)
    {
        var listed = await _self.AskAsync(new ClientRequest.ListRooms()) as Answer.Listed;
        var roomsOf = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<RoomId>?>(StringComparer.Ordinal);
        IEnumerable<UserId> members = rooms.SelectMany(room => archive.Of(room).StateAt(archive.Of(room).Head).Members.Keys);
        foreach (string user in Names(members.Concat(tabs.Select(tab => tab.User.Id))))
            roomsOf[user] = (await _self.AskAsync(new ClientRequest.ListRoomsOf(new UserId(user))) as Answer.ListedOf)?.Rooms;

        return new DirectoryEnding(listed?.Rooms, roomsOf.ToImmutable());
    }

    private async Task<RoomEnding> BeforeAsync(RoomId room)
    {
        (SimulatedClient Tab, RoomView View)[] live =
            [.. tabs.Where(tab => tab.Room(room) is { IsLive: true }).Select(tab => (tab, tab.Room(room)!))];
        return new RoomEnding(
            room,
            RosterCounts: !ChannelId.IsHostedBy(room),
            Roster: null,
            Counted: null,
            Names(live.Select(one => one.Tab.User.Id)),
            Names(tabs.Where(tab => tab.User.HasHidden).Select(tab => tab.User.Id)),
            archive.Of(room).Epoch,
            archive.Of(room).Head,
            await archive.KeptAsync(room),
            [.. live.Select(one => Ending(one.Tab, one.View))]);
    }

    private ListenerEnding Ending(SimulatedClient tab, RoomView view)
    {
        PresenceView presence = view.Presence;
        bool knows = presence.Version is not null && !lost.AnySince(view.Room, presence.AskedAt);
        return new ListenerEnding(
            tab.History!.Name,
            knows && presence.Counted is null ? Names(presence.Users.Keys) : null,
            knows ? presence.Counted : null,
            // What was heard late was raised earlier, and what ends it may have been lost since then.
            Names(view.Typing.Where(one => !lost.AnySince(view.Room, one.Value - SimulatedNetwork.Latest)).Select(one => one.Key)));
    }

    private async Task<RosterSnapshot?> RosterAsync(RoomId room)
    {
        await _self.AskAsync(new ClientRequest.Join(room, new RoomPosition(0, Epoch: null), Echo: true));
        Answer answer = await _self.AskAsync(new ClientRequest.GetRoster(room));
        return answer is Answer.Replied { Reply: RoomReply.RosterRead read } ? read.Roster : null;
    }

    private async Task ReadBackwardsAsync(RoomId room)
    {
        var query = new HistoryQuery { Limit = PageLimit };
        while (await PageAsync(room, query) is { HasMore: true } page)
            query = query with { BeforeSeq = page.FirstSeq };
    }

    private async Task ReadForwardsAsync(RoomId room)
    {
        var query = new HistoryQuery { Limit = PageLimit, AfterSeq = 0 };
        while (await PageAsync(room, query) is { HasMore: true } page)
            query = query with { AfterSeq = page.LastSeq };
    }

    private async Task<HistoryPage?> PageAsync(RoomId room, HistoryQuery query) =>
        await _self.AskAsync(new ClientRequest.History(room, query)) is Answer.History history ? history.Page : null;

    private static ImmutableSortedSet<string> Names(IEnumerable<UserId> users) =>
        ImmutableSortedSet.CreateRange(StringComparer.Ordinal, users.Select(user => user.Value));
}
