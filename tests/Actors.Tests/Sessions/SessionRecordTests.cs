using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Sessions;

/// <summary>What the store has of a session while its rooms change.</summary>
public sealed class SessionRecordTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _node;
    private readonly ClientSession _ann;

    public SessionRecordTests()
    {
        _node = _rig.AddNode("n1");
        var request = new SessionRequest(Some.Ann, Role.Member, MayCreateRooms: true, ResumeToken: null);
        _ann = _rig.Run(_node.Sessions.OpenAsync(request, new RecordingSink(), CancellationToken.None));
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Renewals_ReachTheStoreOneAfterAnother_TheNewestLast()
    {
        Join("a");
        Join("b");
        _rig.Renewals.HoldsRenewals = true;
        Task[] changes = [Leave("a"), Leave("b"), _ann.JoinAsync(new RoomId("c"), null, null, echo: true).AsTask()];
        _rig.Turns.Run();
        Assert.Equal(["b"], RoomsOf(Assert.Single(_rig.Renewals.Held)));

        _rig.Renewals.ArriveNewest();
        _rig.Turns.Run();
        Assert.Equal(["c"], RoomsOf(Assert.Single(_rig.Renewals.Held)));

        _rig.Renewals.ArriveNewest();
        _rig.Turns.Run();
        Assert.All(changes, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Empty(_rig.Renewals.Held);
        Assert.Equal(["c"], RoomsOf(Stored()));
    }

    [Fact]
    public void End_WaitsForTheRenewalThatIsUnderWay_AndItsWordIsTheLast()
    {
        Join("a");
        _rig.Renewals.HoldsRenewals = true;
        Task left = Leave("a");
        Task closed = _ann.CloseAsync(keepForResume: false).AsTask();
        _rig.Turns.Run();
        Assert.False(closed.IsCompleted);

        _rig.Renewals.ArriveNewest();
        _rig.Turns.Run();

        Assert.True(left.IsCompletedSuccessfully && closed.IsCompletedSuccessfully);
        Assert.Null(_rig.Run(_rig.Sessions.TakeAsync(_ann.ResumeToken, Some.Ann, Role.Member, CancellationToken.None)));
    }

    [Fact]
    public void Leave_ThatIsAnsweredAfterTheRoomsOwnWord_LeavesNoRoomBehind()
    {
        var owner = new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, ResumeToken: null);
        Join("a", _rig.Run(_node.Sessions.OpenAsync(owner, new RecordingSink(), CancellationToken.None)));
        _rig.HandOver(_rig.AddNode("n2").Self);
        Join("a");
        int lost = 0;
        _rig.Loses = message => message is AnswerRoom && lost++ == 0;
        Task left = Leave("a", giveUpMembership: true);
        Assert.Equal((0, false), (_ann.RoomCount, left.IsCompleted)); // departed, and not answered yet

        _rig.Pass(TimeSpan.FromSeconds(1.5));

        Assert.True(left.IsCompletedSuccessfully);
        Assert.Empty(Stored().Rooms);
    }

    private static IEnumerable<string> RoomsOf(SessionRecord record) => record.Rooms.Select(one => one.Room.Value);

    private void Join(string room) => Join(room, _ann);

    private void Join(string room, ClientSession session)
    {
        JoinOutcome join = _rig.Run(session.JoinAsync(new RoomId(room), null, null, echo: true));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        _rig.Turns.Run();
    }

    private Task<RoomReply> Leave(string room, bool giveUpMembership = false)
    {
        Task<RoomReply> left = _ann.LeaveAsync(new RoomId(room), null, giveUpMembership).AsTask();
        _rig.Turns.Run();
        return left;
    }

    private SessionRecord Stored() => _rig.Run(_rig.Sessions.TakeAsync(_ann.ResumeToken, Some.Ann, Role.Member, CancellationToken.None))!;
}
