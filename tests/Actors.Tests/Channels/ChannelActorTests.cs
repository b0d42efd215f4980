using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

public sealed class ChannelActorTests
{
    private static readonly ChannelPolicy Kept = new(NamePattern.All) { IsPersistent = true };
    private static readonly ChannelPolicy NotKept = new(NamePattern.All);
    private static readonly RoomState Absent = RoomState.Absent(new ChannelId("prices").Room, Some.Epoch);

    [Fact]
    public void Decide_WithoutPolicy_ThereIsNoSuchChannel()
    {
        foreach (RoomCommand command in (RoomCommand[])[Some.Publish(Some.Ann), Subscribe(), Some.Join(Some.Ann), Some.Read(Some.Ann)])
            Assert.Equal(Decision.Refuse(RoomRefusal.ChannelNotFound), ChannelActor.Decide(Absent, command, policy: null, 1, Some.Noon));
    }

    [Fact]
    public void Decide_CommandsOfRooms_AreNotForChannels()
    {
        foreach (RoomCommand command in (RoomCommand[])[Some.Join(Some.Ann), Some.Leave(Some.Ann), Some.Read(Some.Ann), Some.Typing(Some.Ann)])
            Assert.Equal(Decision.Refuse(RoomRefusal.ChannelNotFound), ChannelActor.Decide(Absent, command, Kept, 1, Some.Noon));
    }

    [Fact]
    public void Publish_ToAChannelThatKeepsNothing_IsRaised_AndChangesNothing()
    {
        PublishMessage publish = Some.Publish(Some.Ann, "tick");

        Decision decision = ChannelActor.Decide(Absent, publish, NotKept, 1, Some.Noon);

        Assert.Empty(decision.Events);
        Assert.Equal(new RoomReply.Raised(Some.Noon), decision.Reply);
        Assert.Equal(new ChannelMessage(Some.Ann, default, Some.Noon, publish.Body), decision.Raised);
    }

    [Fact]
    public void Publish_First_BeginsTheLog()
    {
        Decision decision = ChannelActor.Decide(Absent, Some.Publish(Some.Ann, "first"), Kept, 1, Some.Noon);

        RoomState after = decision.Events.Aggregate(Absent, static (state, e) => state.Apply(e));
        Assert.IsType<RoomCreated>(decision.Events[0]);
        Assert.Equal("first", Some.TextOf(Assert.IsType<MessagePublished>(decision.Events[1])));
        Assert.Equal(new RoomReply.Published(new MessageId(Some.Epoch, 2), Some.Noon), decision.Reply);
        Assert.Equal(2, after.Head);
        Assert.Empty(after.Members);
        Assert.Null(decision.Raised);
    }

    [Fact]
    public void Publish_Next_Follows()
    {
        RoomState state = Absent with { Head = 7 };

        Decision decision = ChannelActor.Decide(state, Some.Publish(Some.Bob), Kept, 1, Some.Noon);

        Assert.Equal(8, Assert.IsType<MessagePublished>(Assert.Single(decision.Events)).Seq);
        Assert.Equal(new RoomReply.Published(new MessageId(Some.Epoch, 8), Some.Noon), decision.Reply);
    }

    [Fact]
    public void Subscribe_TellsWhereTheLogIs()
    {
        Assert.Equal(
            Decision.Nothing(new RoomReply.Subscribed(Some.Epoch, 7, 3, IsPersistent: true)),
            ChannelActor.Decide(Absent with { Head = 7 }, Subscribe(), Kept, 3, Some.Noon));
        Assert.Equal(
            Decision.Nothing(new RoomReply.Subscribed(Some.Epoch, 0, 1, IsPersistent: false)),
            ChannelActor.Decide(Absent, Subscribe(), NotKept, 1, Some.Noon));
    }

    private static SubscribeChannel Subscribe() => new() { By = Some.Bob, Request = default };
}
