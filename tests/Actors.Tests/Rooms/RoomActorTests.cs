using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>What a room decides, as tables.</summary>
public sealed class RoomActorTests
{
    private static readonly DateTimeOffset Now = Some.Noon.AddHours(1);

    /// <summary>Nobody has made it.</summary>
    private static readonly RoomState Absent = RoomState.Absent(Some.Room, Some.Epoch);

    /// <summary>Ann's, with Bob in it; its log ends at 3.</summary>
    private static readonly RoomState Open = Apply(Absent, Some.Created(Some.Ann), Some.Joined(2, Some.Ann, Role.Owner), Some.Joined(3, Some.Bob));

    [Fact]
    public void Join_OfAnAbsentRoom_CreatesItWithTheJoinerAsOwner()
    {
        JoinRoom join = Some.Join(Some.Cy, request: "q1", role: Role.Guest) with { Origin = new ConnectionId("c1") };

        Decision decision = Decide(Absent, join);

        Assert.Collection(
            decision.Events,
            e => Assert.Equal(new RoomCreated { Seq = 1, Timestamp = Now, By = Some.Cy, Request = new("q1"), Origin = new("c1"), Epoch = Some.Epoch }, e),
            e => Assert.Equal(new MemberJoined { Seq = 2, Timestamp = Now, By = Some.Cy, Request = new("q1"), Origin = new("c1"), Role = Role.Owner }, e));
        Assert.Equal(new RoomReply.Joined(Some.Epoch, Seq: 2, FirstSeq: 1, Role.Owner, MemberCount: 1), decision.Reply);
    }

    [Fact]
    public void Join_OfAStranger_IsLogged()
    {
        Decision decision = Decide(Open, Some.Join(Some.Cy, role: Role.Guest));

        var joined = Assert.IsType<MemberJoined>(Assert.Single(decision.Events));
        Assert.Equal((4L, Role.Guest, Some.Cy), (joined.Seq, joined.Role, joined.By));
        Assert.Equal(new RoomReply.Joined(Some.Epoch, 4, 1, Role.Guest, 3), decision.Reply);
    }

    [Fact]
    public void Join_OfAMember_LogsNothing_AndKeepsTheRole()
    {
        Decision decision = Decide(Open, Some.Join(Some.Ann, role: Role.Guest), firstSeq: 2);

        Assert.Empty(decision.Events);
        Assert.Equal(new RoomReply.Joined(Some.Epoch, 3, 2, Role.Owner, 2), decision.Reply);
    }

    /// <summary>Whether the room exists, whether the user is a member, what is asked, and the refusal.</summary>
    public static TheoryData<bool, string, RoomCommand, RoomRefusal> Refusals => new()
    {
        { false, "cy", Some.Join(Some.Cy, mayCreate: false), RoomRefusal.RoomNotFound },
        { false, "cy", Some.Join(Some.Cy, onlyMembers: true), RoomRefusal.RoomNotFound }, // a resumed session makes no rooms
        { false, "cy", Some.Leave(Some.Cy), RoomRefusal.RoomNotFound },
        { false, "cy", Some.Publish(Some.Cy), RoomRefusal.RoomNotFound },
        { false, "cy", Some.Read(Some.Cy), RoomRefusal.RoomNotFound },
        { false, "cy", Some.Typing(Some.Cy), RoomRefusal.RoomNotFound },
        { true, "cy", Some.Join(Some.Cy, onlyMembers: true), RoomRefusal.NotAMember },
        { true, "cy", Some.Leave(Some.Cy), RoomRefusal.NotAMember },
        { true, "cy", Some.Publish(Some.Cy), RoomRefusal.NotAMember },
        { true, "cy", Some.Read(Some.Cy), RoomRefusal.NotAMember },
        { true, "cy", Some.Typing(Some.Cy), RoomRefusal.NotAMember },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refused_ChangesNothing(bool exists, string user, RoomCommand command, RoomRefusal why)
    {
        Assert.Equal(user, command.By.Value);

        Decision decision = Decide(exists ? Open : Absent, command);

        Assert.Equal(new RoomReply.Refused(why), decision.Reply);
        Assert.Empty(decision.Events);
        Assert.Null(decision.Raised);
    }

    [Fact]
    public void Publish_ByAMember_IsLogged_AndStopsTheirTyping()
    {
        PublishMessage publish = Some.Publish(Some.Bob, request: "q1", origin: new ConnectionId("c1"));

        Decision decision = Decide(Open, publish);

        Assert.Equal(
            new MessagePublished { Seq = 4, Timestamp = Now, By = Some.Bob, Request = new("q1"), Origin = new("c1"), Body = publish.Body },
            Assert.Single(decision.Events));
        Assert.Equal(new RoomReply.Published(new MessageId(Some.Epoch, 4), Now), decision.Reply);
        Assert.Equal(new TypingChanged(Some.Bob, IsTyping: false), decision.Raised);
    }

    [Fact]
    public void Leave_ByAMember_IsLogged()
    {
        Decision decision = Decide(Open, Some.Leave(Some.Bob));

        Assert.Equal((4L, Some.Bob), (Assert.IsType<MemberLeft>(Assert.Single(decision.Events)).Seq, decision.Events[0].By));
        Assert.IsType<RoomReply.Done>(decision.Reply);
    }

    [Fact]
    public void Read_ByAMember_TellsWhatTheLogHolds() =>
        Assert.Equal(Decision.Nothing(new RoomReply.Readable(Some.Epoch, 2, 3)).Reply, Decide(Open, Some.Read(Some.Bob), firstSeq: 2).Reply);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Typing_ByAMember_IsToldAndNotLogged(bool isTyping)
    {
        Decision decision = Decide(Open, Some.Typing(Some.Bob, isTyping));

        Assert.Empty(decision.Events);
        Assert.Equal(new TypingChanged(Some.Bob, isTyping), decision.Raised);
        Assert.IsType<RoomReply.Done>(decision.Reply);
    }

    [Fact]
    public void WhatTheMailboxAnswersItself_IsNotForTheDecider() =>
        Assert.Throws<InvalidOperationException>(() => Decide(Open, new ReadRoster { By = Some.Ann, Request = default }));

    [Theory]
    [InlineData(3)] // the last one again
    [InlineData(5)] // one is missing
    public void Apply_OfAnEventThatDoesNotContinue_Throws(long seq)
    {
        var damage = Assert.Throws<InvalidOperationException>(() => Open.Apply(Some.Message(seq)));

        Assert.Contains(Some.Room.Value, damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_BringsTheRoomAlong()
    {
        Assert.True(Open.Exists);
        Assert.Equal((3L, Some.Ann), (Open.Head, Open.Owner));
        Assert.Equal(new Member(Role.Owner, Some.Noon), Open.Members[Some.Ann]);

        RoomState left = Apply(Open, Some.Left(4, Some.Ann));
        Assert.DoesNotContain(Some.Ann, left.Members.Keys);
        Assert.Equal(Some.Ann, left.Owner); // a room without its owner is still whose it was
        Assert.Equal(2, Open.Members.Count); // and the state before is untouched
    }

    private static Decision Decide(RoomState state, RoomCommand command, long firstSeq = 1) => RoomActor.Decide(state, command, firstSeq, Now);

    private static RoomState Apply(RoomState state, params RoomEvent[] events) => events.Aggregate(state, (room, e) => room.Apply(e));
}
