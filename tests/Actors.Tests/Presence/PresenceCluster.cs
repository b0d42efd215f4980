using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Three nodes with the shards spread over them, and names that lie where a test wants them.</summary>
internal sealed class PresenceCluster : IDisposable
{
    public PresenceCluster(NodeOptions? options = null)
    {
        Nodes = [.. NamesThatAllGetShards().Select(name => Rig.AddNode(name, options))];
        Rig.Directory.Favourite = null;
        Rig.LookAgain();
        Rig.Pass(TimeSpan.FromSeconds(5));
        Assert.All(Nodes, node => Assert.Contains(node.Shards.Current.Served, term => term > 0));
    }

    public ClusterRig Rig { get; } = new();

    public StreamingNode[] Nodes { get; }

    public void Dispose() => Rig.Dispose();

    /// <summary>A room that the node owns.</summary>
    public RoomId RoomOn(StreamingNode owner) =>
        Names("room").Select(name => new RoomId(name)).First(room => OwnerOf(owner.Shards.Current.ShardOf(room)) == owner.Self);

    /// <summary>A user whose presence the node has.</summary>
    public UserId UserOn(StreamingNode owner) =>
        Names("user").Select(name => new UserId(name)).First(user => OwnerOf(owner.Shards.Current.ShardOf(user)) == owner.Self);

    public StreamingNode OtherThan(params StreamingNode[] nodes) => Nodes.First(node => !nodes.Contains(node));

    /// <summary>A connection of the user to the node, in the room.</summary>
    public (ClientSession Session, RecordingSink Sink) Come(StreamingNode node, UserId user, RoomId room)
    {
        var sink = new RecordingSink();
        ClientSession session = Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(user, Role.Member, MayCreateRooms: true, ResumeToken: null), sink, CancellationToken.None));
        JoinOutcome join = Rig.Run(session.JoinAsync(room, null, null, echo: true));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        Rig.Turns.Run();
        return (session, sink);
    }

    public void BreakOff(ClientSession session) => Rig.Run(session.CloseAsync(keepForResume: true).AsTask());

    public void Leave(ClientSession session, RoomId room) => Rig.Run(session.LeaveAsync(room, null, giveUpMembership: false).AsTask());

    /// <summary>What a client makes of what it hears: each time that the user comes or goes.</summary>
    public static string[] Seen(RecordingSink sink, UserId user)
    {
        List<string> seen = [];
        void Note(bool isHere)
        {
            if (isHere != (seen.Count % 2 == 1))
                seen.Add(isHere ? "online" : "offline");
        }

        foreach (EphemeralEvent signal in sink.Signals)
        {
            if (signal is PresenceReplaced replaced)
                Note(replaced.Roster.Users.Any(entry => entry.User == user));
            else if (signal is PresenceChanged changed && changed.Changes.FirstOrDefault(entry => entry.User == user) is { } entry)
                Note(entry.Status.Availability != Availability.Offline);
        }

        return [.. seen];
    }

    public UserId[] Roster(ClientSession session, RoomId room) =>
        [.. Assert.IsType<RoomReply.RosterRead>(Rig.Run(session.ReadRosterAsync(room))).Roster.Users.Select(entry => entry.User)];

    private string[] NamesThatAllGetShards() => Enumerable.Range(1, 100)
        .Select(static i => (string[])[$"n{i}", $"n{i + 1}", $"n{i + 2}"])
        .First(names => ShardPreference
            .Of([.. names.Select(static name => new ClusterMember(new NodeId(name), name, new MemberInfo()))], Rig.Directory.Shards)
            .Distinct().Count() == names.Length);

    private NodeId? OwnerOf(ShardId shard) => Nodes[^1].Shards.Current.OwnerOf(shard)?.Node;

    private static IEnumerable<string> Names(string prefix) => Enumerable.Range(0, 100).Select(i => $"{prefix}-{i}");
}
