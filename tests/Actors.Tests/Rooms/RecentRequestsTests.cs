using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

public sealed class RecentRequestsTests
{
    private readonly RecentRequests _requests = new(capacity: 3);

    /// <summary>Whoever opened the room of two, and left it: a retry that comes late must not bring them back.</summary>
    [Fact]
    public void OpenDirect_ThatBringsOnlyOneBack_IsKnownAgain()
    {
        var open = new OpenDirectRoom { By = Some.Ann, Request = new("q1"), With = Some.Bob };
        RoomState room = RoomState.Absent(DirectRoom.IdOf(Some.Ann, Some.Bob), Some.Epoch);
        foreach (RoomCommand command in (RoomCommand[])[open with { By = Some.Bob, With = Some.Ann }, Some.Leave(Some.Ann)])
            room = RoomActor.Decide(room, command, 1, Some.Noon).Events.Aggregate(room, static (state, e) => state.Apply(e));

        Decision back = RoomActor.Decide(room, open, 1, Some.Noon);
        foreach (RoomEvent e in back.Events)
            _requests.Remember(e);

        Assert.True(_requests.TryFind(open, out RememberedRequest found));
        Assert.Equal(back.Reply, found.Reply(Some.Epoch));
    }

    [Fact]
    public void Find_OfTheSameRequest_GivesTheFirstAnswer()
    {
        MessagePublished message = Some.Message(7, Some.Ann, request: "q1", at: Some.Noon);
        _requests.Remember(message);

        Assert.True(_requests.TryFind(Some.Publish(Some.Ann, "other text", request: "q1"), out RememberedRequest found));
        Assert.Equal(new RoomReply.Published(new MessageId(Some.Epoch, 7), Some.Noon), found.Reply(Some.Epoch));
    }

    public static TheoryData<RoomCommand, bool> Others => new()
    {
        { Some.Publish(Some.Ann, request: "q1"), true },
        { Some.Publish(Some.Bob, request: "q1"), false }, // another user
        { Some.Publish(Some.Ann, request: "q2"), false }, // another request
        { Some.Leave(Some.Ann, request: "q1"), false }, // another kind
        { Some.Join(Some.Ann, request: "q1"), false }, // repeating it has no second effect anyway
        { Some.Read(Some.Ann), false },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Find_GoesByUserIdAndKind(RoomCommand command, bool found)
    {
        _requests.Remember(Some.Message(7, Some.Ann, request: "q1"));

        Assert.Equal(found, _requests.TryFind(command, out _));
    }

    [Fact]
    public void Find_OfALeave_IsDone()
    {
        MemberLeft left = Some.Left(8, Some.Bob);
        _requests.Remember(left);

        Assert.True(_requests.TryFind(Some.Leave(Some.Bob, left.Request.Value), out RememberedRequest found));
        Assert.IsType<RoomReply.Done>(found.Reply(Some.Epoch));
    }

    [Fact]
    public void Remember_OfJoins_TakesNoRoom()
    {
        _requests.Remember(Some.Joined(2, Some.Ann));

        Assert.Equal(0, _requests.Count);
    }

    [Fact]
    public void Remember_BeyondItsCapacity_ForgetsTheOldest()
    {
        for (int i = 1; i <= 5; i++)
            _requests.Remember(Some.Message(i, request: $"q{i}"));

        Assert.Equal(3, _requests.Count);
        Assert.Equal([false, false, true, true, true], Enumerable.Range(1, 5).Select(i => _requests.TryFind(Some.Publish(Some.Ann, request: $"q{i}"), out _)));
    }

    [Fact]
    public void ForgetOlderThan_KeepsFiveMinutes()
    {
        _requests.Remember(Some.Message(1, request: "q1", at: Some.Noon));
        _requests.Remember(Some.Message(2, request: "q2", at: Some.Noon.AddMinutes(1)));

        _requests.ForgetOlderThan(Some.Noon.AddMinutes(5));
        Assert.Equal(2, _requests.Count);

        _requests.ForgetOlderThan(Some.Noon.AddMinutes(5).AddTicks(1));
        Assert.Equal(1, _requests.Count);
        Assert.False(_requests.TryFind(Some.Publish(Some.Ann, request: "q1"), out _));
    }

    [Fact]
    public void Remember_OfAnIdUsedAgainAfterTheWindow_TakesTheLaterUse()
    {
        // As when a room is read from its log: both uses stand there, and nothing is forgotten in between.
        _requests.Remember(Some.Message(1, request: "q1", at: Some.Noon));
        _requests.Remember(Some.Message(2, request: "q1", at: Some.Noon.AddMinutes(6)));
        _requests.ForgetOlderThan(Some.Noon.AddMinutes(7));

        Assert.True(_requests.TryFind(Some.Publish(Some.Ann, request: "q1"), out RememberedRequest found));
        Assert.Equal(2, found.Seq);
    }

    [Fact]
    public void UpTo_GivesBackWhatASnapshotThereNeeds()
    {
        for (int i = 1; i <= 3; i++)
            _requests.Remember(Some.Message(i, request: $"q{i}"));

        var copy = new RecentRequests(capacity: 3);
        foreach (RememberedRequest request in _requests.UpTo(2))
            copy.Remember(request);

        Assert.Equal([1, 2], _requests.UpTo(2).Select(one => one.Seq));
        Assert.True(copy.TryFind(Some.Publish(Some.Ann, request: "q2"), out RememberedRequest found));
        Assert.Equal(2, found.Seq);
        Assert.False(copy.TryFind(Some.Publish(Some.Ann, request: "q3"), out _));
    }

    /// <summary>Against the simplest thing that does the same: a list.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(100, 3)]
    [InlineData(1_000, 4)]
    public void Find_AfterAnySequence_IsWhatAListHas(int capacity, int seed)
    {
        var random = new Random(seed);
        var requests = new RecentRequests(capacity);
        List<(string Id, long Seq, DateTimeOffset At)> list = [];
        DateTimeOffset now = Some.Noon;
        for (int seq = 1; seq <= 5_000; seq++)
        {
            now += TimeSpan.FromSeconds(random.Next(3));
            string id = $"q{random.Next(2 * capacity)}";
            requests.Remember(Some.Message(seq, Some.Ann, request: id, at: now));
            list.Add((id, seq, now));
            if (list.Count > capacity)
                list.RemoveAt(0);

            if (random.Next(10) == 0)
            {
                requests.ForgetOlderThan(now);
                list.RemoveAll(one => now - one.At > RecentRequests.Window);
            }

            string wanted = $"q{random.Next(2 * capacity)}";
            bool isFound = requests.TryFind(Some.Publish(Some.Ann, request: wanted), out RememberedRequest found);
            Assert.Equal(list.LastOrDefault(one => one.Id == wanted).Seq, isFound ? found.Seq : 0);
        }

        Assert.Equal(list.Select(static one => one.Seq), requests.UpTo(long.MaxValue).Select(static one => one.Seq));
    }
}
