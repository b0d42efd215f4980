using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Webhooks;
using Xunit;

namespace Streaming.Actors.Tests.Webhooks;

/// <summary>What webhooks are told, in which order, and what becomes of what they do not take.</summary>
public sealed class WebhookTests
{
    private static readonly RoomId Other = new("other");

    [Fact]
    public void Events_ComeInTheOrderOfTheLog_EachOnce()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Ask(node, Some.Join(Some.Bob));
        rig.Say(node, "one", "two");
        rig.Ask(node, Some.Leave(Some.Bob));

        Assert.Equal(
            ["lobby MemberJoined ann", "lobby MemberJoined bob", "lobby Message one", "lobby Message two", "lobby MemberLeft bob"], rig.Taken);
    }

    [Fact]
    public void Webhook_IsToldOnlyWhatItWants_OfRoomsItWants()
    {
        using var rig = new WebhookRig(
            new Webhook("joins", WebhookEvents.MemberJoined), new Webhook("other", WebhookEvents.Message) { Takes = static room => room == Other });
        StreamingNode node = rig.AddNode("n1");
        foreach (RoomId room in (RoomId[])[Some.Room, Other])
        {
            rig.Ask(node, Some.Join(Some.Ann), room);
            rig.Ask(node, Some.Publish(Some.Ann, "hi"), room);
        }

        Assert.Equal(["lobby MemberJoined ann", "other MemberJoined ann"], rig.Receiver.TakenBy("joins"));
        Assert.Equal(["other Message hi"], rig.Receiver.TakenBy("other"));
    }

    [Fact]
    public void Moderation_IsTold_AsJoinedAndLeft()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Ask(node, Moderate(ModerationKind.Add, Some.Bob));
        rig.Ask(node, Moderate(ModerationKind.Mute, Some.Bob));
        rig.Ask(node, Moderate(ModerationKind.Kick, Some.Bob));

        Assert.Equal(["lobby MemberJoined ann", "lobby MemberJoined bob", "lobby MemberLeft bob"], rig.Taken);
    }

    [Fact]
    public void Failure_IsTriedAgain_LaterEachTime_AndNothingOvertakesIt()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode node = rig.AddNode("n1");
        rig.Receiver.Takes = static _ => false;
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Say(node, "one");
        Assert.Equal(["lobby MemberJoined ann"], rig.Receiver.Posts);

        // 1 to 2 s, 2 to 4 s, 4 to 8 s.
        rig.Cluster.Pass(TimeSpan.FromSeconds(0.9));
        Assert.Single(rig.Receiver.Posts);
        rig.Cluster.Pass(TimeSpan.FromSeconds(1.3));
        Assert.Equal(2, rig.Receiver.Posts.Count);
        rig.Cluster.Pass(TimeSpan.FromSeconds(0.7));
        Assert.Equal(2, rig.Receiver.Posts.Count);
        rig.Cluster.Pass(TimeSpan.FromSeconds(3.5));
        Assert.Equal(3, rig.Receiver.Posts.Count);

        rig.Receiver.Takes = static _ => true;
        rig.Cluster.Pass(TimeSpan.FromSeconds(8.2));
        Assert.Equal(["lobby MemberJoined ann", "lobby Message one"], rig.Taken);
        Assert.Equal((2, 3, 0), Counts(node));
    }

    [Fact]
    public void Failure_HoldsUpItsRoomOnly()
    {
        using var rig = new WebhookRig(WebhookRig.All with { Concurrency = 1 });
        StreamingNode node = rig.AddNode("n1");
        rig.Receiver.Takes = static e => !e.StartsWith("lobby", StringComparison.Ordinal);
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Ask(node, Some.Join(Some.Bob), Other);

        Assert.Equal(["other MemberJoined bob"], rig.Taken);
    }

    [Fact]
    public void Event_ThatIsNeverTaken_IsADeadLetter_AndTheNextHasItsTurn()
    {
        using var rig = new WebhookRig(WebhookRig.All with { MaxAttempts = 3 });
        StreamingNode node = rig.AddNode("n1");
        rig.Receiver.Takes = static e => !e.EndsWith("poison", StringComparison.Ordinal);
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Say(node, "poison", "after");
        Assert.Empty(rig.Dead("all"));
        rig.Cluster.Pass(TimeSpan.FromSeconds(7));

        Assert.Equal(["lobby MemberJoined ann", "lobby Message after"], rig.Taken);
        DeadLetter letter = Assert.Single(rig.Dead("all"));
        Assert.Equal((WebhookEvents.Message, Some.Room, 3, "answered 500", 0), (letter.Type, letter.Room, letter.Attempts, letter.Problem, letter.Content.Length));
        Assert.Equal(3, letter.Logged!.Value.Seq);
        Assert.Equal((2, 2, 1), Counts(node));
    }

    [Fact]
    public void DeadLetter_PostedAgain_GoesWhenItIsTaken()
    {
        using var rig = new WebhookRig(WebhookRig.All with { MaxAttempts = 1 });
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Receiver.Takes = static _ => false;
        rig.Say(node, "poison");
        string id = Assert.Single(rig.Dead("all")).Id;

        Assert.Equal(new WebhookAnswer("answered 500"), rig.Cluster.Run(node.DeadLetters!.RetryAsync("all", id, default)));
        Assert.Single(rig.Dead("all"));
        rig.Receiver.Takes = static _ => true;
        Assert.True(rig.Cluster.Run(node.DeadLetters!.RetryAsync("all", id, default))!.Value.IsDelivered);
        Assert.Equal("lobby Message poison", rig.Taken.Last());
        Assert.Empty(rig.Dead("all"));
        Assert.Null(rig.Cluster.Run(node.DeadLetters!.RetryAsync("all", id, default)));
        Assert.Null(rig.Cluster.Run(node.DeadLetters!.RetryAsync("nobody", id, default)));
    }

    [Fact]
    public void Event_OlderThanItMayBe_IsGivenUpWithItsFirstFailure()
    {
        using var rig = new WebhookRig(WebhookRig.All with { MaxAge = TimeSpan.FromSeconds(10), RetryDelay = TimeSpan.FromSeconds(20) });
        StreamingNode node = rig.AddNode("n1");
        rig.Receiver.Takes = static _ => false;
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Say(node, "one");
        rig.Cluster.Pass(TimeSpan.FromSeconds(21));

        Assert.Equal([1, 2], rig.Dead("all").Select(static letter => letter.Attempts));
    }

    [Fact]
    public void Batch_HoldsWhatWaits_AndAfterAFailureOneByOne()
    {
        using var rig = new WebhookRig(WebhookRig.All with { BatchSize = 3, MaxAttempts = 2 });
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        var hold = rig.Receiver.Hold = new TaskCompletionSource();
        rig.Say(node, "one", "two", "poison", "four", "five");
        rig.Receiver.Hold = null;
        rig.Receiver.Takes = static e => !e.EndsWith("poison", StringComparison.Ordinal);
        hold.SetResult();
        rig.Cluster.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(["ann", "one", "two", "four", "five"], rig.Taken.Select(static e => e.Split(' ')[2]));
        Assert.Equal(
            ["one", "two,poison,four", "two", "poison,four,five", "poison", "four,five"],
            rig.Receiver.Posts.Skip(1).Select(static post => string.Join(',', post.Split(',').Select(static e => e.Split(' ')[2]))));
        Assert.Single(rig.Dead("all"));
    }

    [Fact]
    public void Posts_UnderWay_AreBoundedOverAllRooms_AndOneARoom()
    {
        using var rig = new WebhookRig(WebhookRig.All with { Concurrency = 2 });
        StreamingNode node = rig.AddNode("n1");
        var hold = rig.Receiver.Hold = new TaskCompletionSource();
        for (int i = 0; i < 5; i++)
        {
            rig.Ask(node, Some.Join(Some.Ann), new RoomId($"room-{i}"));
            rig.Ask(node, Some.Join(Some.Bob), new RoomId($"room-{i}"));
        }

        Assert.Equal(2, rig.Receiver.Underway);
        rig.Receiver.Hold = null;
        hold.SetResult();
        rig.Cluster.Turns.Run();

        Assert.Equal((10, 2), (rig.Receiver.Taken.Count, rig.Receiver.MostUnderway));
    }

    [Fact]
    public void Webhook_ThatIsNew_IsToldNothingOfWhatWasBefore()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode without = rig.Cluster.AddNode("n1");
        rig.Ask(without, Some.Join(Some.Ann));
        rig.Cluster.Pass(TimeSpan.FromSeconds(1));
        StreamingNode node = rig.AddNode("n2");
        rig.Cluster.HandOver(node.Self);
        rig.Cluster.Pass(TimeSpan.FromSeconds(1));
        rig.Say(node, "new");

        Assert.Equal(["lobby Message new"], rig.Taken);
    }

    [Fact]
    public void Presence_IsTold_WithOccupiedAndVacatedAroundIt()
    {
        using var rig = new WebhookRig(new Webhook("all", WebhookEvents.All));
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        SetPresent(rig, node, Some.Ann, Availability.Online);
        rig.Say(node, "hello");
        SetPresent(rig, node, Some.Ann, Availability.Offline);

        Assert.Equal(
            ["MemberJoined ann", "RoomOccupied 1", "Presence 1", "Message hello", "Presence 0", "RoomVacated 0"],
            rig.Taken.Select(static e => e[(e.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public void Raised_ThatIsNeverTaken_IsADeadLetter_WithItsContent()
    {
        using var rig = new WebhookRig(new Webhook("all", WebhookEvents.RoomOccupied) { MaxAttempts = 1 });
        StreamingNode node = rig.AddNode("n1");
        rig.Receiver.Takes = static _ => false;
        rig.Ask(node, Some.Join(Some.Ann));
        SetPresent(rig, node, Some.Ann, Availability.Online);

        DeadLetter letter = Assert.Single(rig.Dead("all"));
        Assert.Equal((null, "lobby RoomOccupied 1"), (letter.Logged, System.Text.Encoding.UTF8.GetString(letter.Content.Span)));
    }

    [Fact]
    public void Rooms_ThatAreLeftAlone_AreForgotten_AndComeBack()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode node = rig.AddNode("n1");
        rig.Ask(node, Some.Join(Some.Ann));
        Assert.Equal([Some.Room], Pending());
        rig.Cluster.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(0, node.ActiveRooms);
        Assert.Empty(Pending());
        rig.Say(node, "again");

        Assert.Equal(["lobby MemberJoined ann", "lobby Message again"], rig.Taken);
        Assert.Equal([Some.Room], Pending());

        IEnumerable<RoomId> Pending() => Enumerable.Range(0, 4).SelectMany(shard => rig.Store.PendingAsync(new ShardId(shard), default).AsTask().Result);
    }

    /// <summary>Whether the next room of that id has begun by then or not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DeletedRoom_WhoseLogGoesBeforeItIsDelivered_IsCountedAsLost(bool beginsAnew)
    {
        TimeSpan retry = TimeSpan.FromMinutes(10);
        using var rig = new WebhookRig(WebhookRig.All with { RetryDelay = retry, MaxRetryDelay = retry });
        StreamingNode node = rig.AddNode("n1", new NodeOptions { Mailboxes = new MailboxOptions { MaxLogAge = TimeSpan.FromDays(1) } });
        rig.Receiver.Takes = static _ => false;
        rig.Ask(node, Some.Join(Some.Ann));
        rig.Say(node, "one");
        rig.Ask(node, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete });
        rig.Cluster.Pass(TimeSpan.FromMinutes(3));
        Assert.Null(rig.Cluster.Run(rig.Cluster.Stored.ReadAsync(Some.Room, LogRange.Following(0, 10), default)).Epoch);

        rig.Receiver.Takes = static _ => true;
        if (beginsAnew)
            rig.Ask(node, Some.Join(Some.Bob));
        rig.Cluster.Pass(retry);

        // It was made, joined, spoken in, and deleted.
        Assert.Equal((0, 4), (node.DescribeWebhooks()[0].Pending, node.DescribeWebhooks()[0].Lost));
        string[] taken = beginsAnew ? ["lobby MemberJoined bob"] : [];
        Assert.Equal(taken, rig.Taken);
    }

    private static (long Delivered, long Retried, long Dead) Counts(StreamingNode node)
    {
        WebhookStatus status = Assert.Single(node.DescribeWebhooks());
        Assert.Equal((0, 0), (status.Pending, status.Lost));
        return (status.Delivered, status.Retried, status.Dead);
    }

    private static ModerateMember Moderate(ModerationKind kind, UserId target) =>
        new() { By = Some.Ann, Request = Some.NewRequest(), Kind = kind, Target = target, Role = Role.Member };

    private static void SetPresent(WebhookRig rig, StreamingNode node, UserId user, Availability availability)
    {
        long term = node.Shards.Current.Owners[node.Shards.Current.ShardOf(user).Value]!.Value.Term;
        rig.Ask(node, new UpdateRoster { By = user, Request = default, Status = new UserStatus(availability), Term = term });

        // However long the room gathers what is told of presence.
        rig.Cluster.Pass(TimeSpan.FromSeconds(2));
    }
}
