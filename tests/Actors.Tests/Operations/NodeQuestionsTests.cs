using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Time;
using Xunit;

namespace Streaming.Actors.Tests.Operations;

/// <summary>Any node tells what any other knows, and says which did not answer.</summary>
public sealed class NodeQuestionsTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _near;
    private readonly StreamingNode _far;

    public NodeQuestionsTests()
    {
        (_near, _far) = (_rig.AddNode("near"), _rig.AddNode("far"));
        _rig.LookAgain(); // so that the first hears of the second
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Sessions_OfAllNodes_AreFoundFromAny()
    {
        ClientSession ann = Come(_near, "ann", "lobby", "attic");
        Come(_far, "bob", "lobby");

        Dictionary<NodeId, NodeAnswer?> found = AskAll(new NodeQuestion.FindSessions(User: null, Session: null, Limit: 10));
        SessionSummary[] sessions = [.. found.Values.OfType<NodeAnswer.Sessions>().SelectMany(answer => answer.Found).OrderBy(one => one.User.Value)];

        Assert.Equal([(new UserId("ann"), _near.Self), (new UserId("bob"), _far.Self)], sessions.Select(one => (one.User, one.Node)));
        Assert.Equal(["attic", "lobby"], sessions[0].Rooms.Select(room => room.Value));
        Assert.Equal((ann.Id, ann.Connection, _rig.Clock.GetUtcNow()), (sessions[0].Session, sessions[0].Connection, sessions[0].OpenedAt));
    }

    [Fact]
    public void Sessions_AreChosenByUserAndId_AndCountedBeyondTheLimit()
    {
        Come(_far, "ann");
        ClientSession two = Come(_far, "ann");
        Come(_far, "bob");

        NodeAnswer.Sessions ofAnn = Find(new NodeQuestion.FindSessions(new UserId("ann"), Session: null, Limit: 1));
        Assert.Equal((2, 1), (ofAnn.Total, ofAnn.Found.Length));

        NodeAnswer.Sessions second = Find(new NodeQuestion.FindSessions(User: null, two.Id, Limit: 10));
        Assert.Equal(two.Id, Assert.Single(second.Found).Session);
    }

    [Fact]
    public void Presence_IsKnownToTheOwnerOfTheUsersShard()
    {
        Come(_far, "ann", "lobby");

        Dictionary<NodeId, NodeAnswer?> found = AskAll(new NodeQuestion.FindPresence(new UserId("ann")));

        Assert.Null(Assert.IsType<NodeAnswer.Presence>(found[_far.Self]).Found);
        Assert.Equal(Some.Room, Assert.Single(Assert.IsType<NodeAnswer.Presence>(found[_near.Self]).Found!.Rooms));
    }

    [Fact]
    public void Drain_IsAskedOfTheNodeThatIsMeant()
    {
        List<(string, bool)> asked = [];
        _near.Questions.DrainAsked += thenStop => asked.Add(("near", thenStop));
        _far.Questions.DrainAsked += thenStop => asked.Add(("far", thenStop));

        NodeAnswer? first = _rig.Run(_near.Operations.AskAsync(_far.Self, new NodeQuestion.BeginDrain(ThenStop: false)));
        NodeAnswer? second = _rig.Run(_near.Operations.AskAsync(_far.Self, new NodeQuestion.BeginDrain(ThenStop: true)));

        Assert.Equal([("far", false), ("far", true)], asked);
        Assert.Equal((new NodeAnswer.Draining(HadBegun: false), new NodeAnswer.Draining(HadBegun: true)), (first, second));
    }

    [Fact]
    public void SilentNode_IsAskedAgain_AndThenLeftOut()
    {
        var ghost = new NodeId("ghost");
        Task<NodeAnswer?> answer = _near.Operations.AskAsync(ghost, new NodeQuestion.FindPresence(Some.Ann));

        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.False(answer.IsCompleted);
        _rig.Pass(TimeSpan.FromSeconds(1.5));

        Assert.Null(_rig.Run(answer));
    }

    [Fact]
    public void LostQuestion_IsSentAgain()
    {
        var link = new RecordingLink(new NodeId("n1"));
        using var wheel = new TimingWheel(_rig.Clock, NullLogger<TimingWheel>.Instance);
        var notices = new NoticeBoard(_near.Sessions, new ManualScheduler(), _rig.Clock);
        var questions = new NodeQuestions(
            link, wheel, new NodeWitness(_near.Sessions, _near.Presence, notices, new PatternAudience(_rig.Clock), static () => []));

        Task<NodeAnswer?> answer = questions.AskAsync(new NodeId("n2"), new NodeQuestion.FindPresence(Some.Ann));
        _rig.Pass(TimeSpan.FromSeconds(1.2));
        AskNode[] sent = [.. link.Messages<AskNode>()];
        questions.OnAnswered(new AnswerNode(sent[0].Correlation, new NodeAnswer.Presence(Found: null)));

        Assert.Equal(2, sent.Length);
        Assert.Equal(sent[0], sent[1]);
        Assert.Equal(new NodeAnswer.Presence(Found: null), _rig.Run(answer));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Room_IsDescribedByItsOwner_AskedFromElsewhere()
    {
        Come(_far, "ann", "lobby");

        RoomReply reply = _rig.Run(_far.Operations.DescribeAsync(Some.Room));

        RoomDescription room = Assert.IsType<RoomReply.Described>(reply).Room;
        Assert.Equal((true, 2, 1), (room.IsActive, room.Head, room.Present));
        Assert.Equal(_far.Self, Assert.Single(room.Listening));
    }

    /// <summary>Connects, and listens to these rooms.</summary>
    private ClientSession Come(StreamingNode node, string user, params string[] rooms)
    {
        var request = new SessionRequest(new UserId(user), Role.Member, MayCreateRooms: true, ResumeToken: null);
        ClientSession session = _rig.Run(node.Sessions.OpenAsync(request, new RecordingSink(), CancellationToken.None));
        foreach (string room in rooms)
            _rig.Run(session.JoinAsync(new RoomId(room), request: null, since: null, echo: true)).StartDelivery();
        _rig.Turns.Run();
        return session;
    }

    private NodeAnswer.Sessions Find(NodeQuestion.FindSessions question) =>
        Assert.IsType<NodeAnswer.Sessions>(_rig.Run(_near.Operations.AskAsync(_far.Self, question)));

    private Dictionary<NodeId, NodeAnswer?> AskAll(NodeQuestion question) =>
        _rig.Run(_near.Operations.AskAllAsync(question)).ToDictionary(one => one.Node, one => one.Answer);
}
