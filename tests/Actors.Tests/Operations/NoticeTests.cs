using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Operations;

/// <summary>What is said to users, and done to them, outside of rooms: on whatever nodes they are.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _one;
    private readonly StreamingNode _two;
    private readonly StreamingNode _three;

    public NoticeTests()
    {
        (_one, _two, _three) = (_rig.AddNode("one"), _rig.AddNode("two"), _rig.AddNode("three"));
        _rig.LookAgain();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Notice_ReachesAllConnectionsOfTheUser_OnAllNodes()
    {
        var (here, there, other) = (Come(_two, "ann"), Come(_three, "ann"), Come(_three, "bob"));

        int? reached = _rig.Run(_one.Operations.TellAsync(Say("n1", to: "ann")));

        Assert.Equal(2, reached);
        Assert.Equal(["n1", "n1"], new[] { here, there }.Select(static one => Assert.Single(one.Notices).Id));
        Assert.Empty(other.Notices);
    }

    [Fact]
    public void Broadcast_ReachesEverybody_InTheOrderInWhichItWasSaid()
    {
        RecordingSink[] all = [Come(_one, "ann"), Come(_two, "bob"), Come(_three, "cid")];

        Task<int?>[] told = [.. Enumerable.Range(1, 5).Select(i => _one.Operations.TellAsync(Say($"n{i}")))];
        _rig.Turns.Run();

        Assert.All(told, static one => Assert.Equal(3, one.Result));
        Assert.All(all, static one => Assert.Equal(["n1", "n2", "n3", "n4", "n5"], one.Notices.Select(static notice => notice.Id)));
    }

    [Fact]
    public void Notice_SentAgain_ReachesOnlyThoseNodesThatHaveNotToldIt()
    {
        var (ann, bob) = (Come(_two, "ann"), Come(_three, "bob"));
        bool isLost = true;
        _rig.Loses = message => isLost && message is AskNode { Question: NodeQuestion.Tell };

        Task<int?> first = _one.Operations.TellAsync(Say("n1"));
        _rig.Pass(TimeSpan.FromSeconds(4));
        isLost = false;
        Assert.Null(_rig.Run(first));
        Assert.Empty(ann.Notices);

        // By another node: the id is the notice's, not the asker's.
        Assert.Equal(2, _rig.Run(_one.Operations.TellAsync(Say("n1"))));
        Assert.Equal(2, _rig.Run(_two.Operations.TellAsync(Say("n1"))));
        Assert.Equal((1, 1), (ann.Notices.Count, bob.Notices.Count));
    }

    [Fact]
    public void Notice_IsForgottenAfterFiveMinutes()
    {
        var ann = Come(_two, "ann");
        _rig.Run(_one.Operations.TellAsync(Say("n1")));
        _rig.Clock.Advance(Notice.Remembered + TimeSpan.FromSeconds(1));
        _rig.LookAgain();
        _rig.Run(_one.Operations.TellAsync(Say("n1")));

        Assert.Equal(2, ann.Notices.Count);
    }

    [Fact]
    public void Notices_ThatNobodyTells_AreBounded()
    {
        Come(_one, "ann");
        var board = new NoticeBoard(_one.Sessions, new ManualScheduler(), _rig.Clock);

        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(1, board.Post(Say($"n{i}"))));
        Assert.Null(board.Post(Say("one too many")));
        Assert.Equal(1, board.Post(Say("n7"))); // known
    }

    [Fact]
    public void Expulsion_ReachesAllConnections_OnAllNodes()
    {
        var (here, there, other) = (Come(_two, "ann"), Come(_three, "ann"), Come(_two, "bob"));

        Assert.Equal(2, _rig.Run(_one.Operations.ExpelAsync(new UserId("ann"), "kicked", CancellationToken.None)));

        Assert.Equal(("kicked", "kicked", null), (here.Expelled, there.Expelled, other.Expelled));
    }

    [Fact]
    public void Expulsion_VoidsWhatCanBeResumed_ButNotWhatCameLater()
    {
        ClientSession gone = Open(_two, "ann", token: null, new RecordingSink());
        _rig.Run(gone.CloseAsync(keepForResume: true).AsTask());
        _rig.Run(_one.Operations.ExpelAsync(new UserId("ann"), "kicked", CancellationToken.None));
        _rig.Pass(TimeSpan.FromSeconds(1));

        ClientSession back = Open(_three, "ann", gone.ResumeToken, new RecordingSink());
        _rig.Run(back.CloseAsync(keepForResume: true).AsTask());
        ClientSession again = Open(_one, "ann", back.ResumeToken, new RecordingSink());

        Assert.Equal((false, true), (back.Resumed, again.Resumed));
        Assert.NotEqual(gone.Id, back.Id);
        Assert.Equal(back.Id, again.Id);
    }

    [Fact]
    public void Expulsion_ThatANodeDoesNotAnswer_IsNotSaidToBeDone()
    {
        Come(_three, "ann");
        _rig.Loses = static message => message is AskNode { Question: NodeQuestion.Expel };
        Task<int?> told = _one.Operations.ExpelAsync(new UserId("ann"), "kicked", CancellationToken.None);
        _rig.Pass(TimeSpan.FromSeconds(4));

        Assert.Null(_rig.Run(told));
    }

    private static Notice Say(string id, string? to = null) =>
        new(id, new UserId("service:x"), to is null ? null : new UserId(to), "1"u8.ToArray(), default, DateTimeOffset.UnixEpoch);

    private RecordingSink Come(StreamingNode node, string user)
    {
        var sink = new RecordingSink();
        Open(node, user, token: null, sink);
        return sink;
    }

    private ClientSession Open(StreamingNode node, string user, string? token, RecordingSink sink) => _rig.Run(node.Sessions.OpenAsync(
        new SessionRequest(new UserId(user), Role.Member, MayCreateRooms: true, token), sink, CancellationToken.None));
}
