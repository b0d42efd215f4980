using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

/// <summary>Subscriptions to patterns, while nodes come, go, restart and lose their messages.</summary>
public sealed class WildcardClusterTests : IDisposable
{
    private readonly ChannelCluster _cluster = new();

    public static TheoryData<string> Kinds => ["log.", "tick."];

    private StreamingNode Publishers => _cluster.Nodes[0];

    private StreamingNode Listeners => _cluster.Nodes[1];

    private StreamingNode Third => _cluster.Nodes[2];

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryMatchingChannel_IsHeard_WhicheverNodeOwnsIt(string kind)
    {
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, kind + "*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        foreach (StreamingNode owner in _cluster.Nodes)
        {
            _cluster.Publish(ann, _cluster.ChannelOn(owner, kind), $"{owner.Self} 1");
            _cluster.Publish(ann, _cluster.ChannelOn(owner, kind), $"{owner.Self} 2");
        }

        _cluster.Publish(ann, _cluster.ChannelOn(Third, kind == "log." ? "tick." : "log."), "no match");

        Assert.Equal(_cluster.Nodes.SelectMany(node => (string[])[$"{node.Self} 1", $"{node.Self} 2"]), ChannelCluster.Heard(bob));
    }

    [Fact]
    public void OnceHeard_AChannelIsHealedFromItsLog()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, "log.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "one");

        _cluster.Rig.Loses = static message => message is EventsCommitted;
        _cluster.Publish(ann, channel, "two");
        _cluster.Rig.Loses = static _ => false;
        _cluster.Pass(3);

        Assert.Equal(["one", "two"], ChannelCluster.Heard(bob));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OwnerDies_AndChannelsNewAndOldGoOn(string kind)
    {
        ChannelId old = _cluster.ChannelOn(Third, kind);
        ChannelId fresh = _cluster.ChannelOn(Third, kind, which: 1);
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, kind + "*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, old, "one");

        _cluster.Rig.Kill(Third);
        _cluster.Pass(4);
        _cluster.Publish(ann, old, "two");
        _cluster.Publish(ann, fresh, "three");
        _cluster.Pass(1);

        Assert.Equal(["one", "two", "three"], ChannelCluster.Heard(bob));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NodeThatComesLater_LearnsOfPatterns(bool losesTheWord)
    {
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, "tick.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        if (losesTheWord)
            _cluster.Rig.Loses = static message => message is PatternsListened;
        StreamingNode late = _cluster.AddNode("late");
        _cluster.Rig.HandOver(late.Self);
        _cluster.Pass(2);
        _cluster.Rig.Loses = static _ => false;
        if (losesTheWord)
            _cluster.Pass(10);

        Assert.Equal(late.Self, late.Shards.Current.OwnerOf(late.Shards.Current.ShardOf(new ChannelId("tick.x").Room))!.Value.Node);
        _cluster.Publish(ann, new ChannelId("tick.x"), "heard");
        Assert.Equal(["heard"], ChannelCluster.Heard(bob));
    }

    [Fact]
    public void NodeThatIsKilled_LeavesNoPatternBehind_AndItsNextLifeHasNone()
    {
        _cluster.Listen(Listeners, Some.Bob, "tick.*");
        _cluster.Rig.Kill(Listeners);
        _cluster.Pass(4);
        int sent = 0;
        _cluster.Rig.Loses = message =>
        {
            sent += message is EphemeralRaised ? 1 : 0;
            return false;
        };
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, _cluster.ChannelOn(Third, "tick."), "to nobody");

        Assert.Equal(0, sent);
    }

    [Fact]
    public void WordThatNobodyListensAnyMore_IsLost_AndForgottenInTime()
    {
        (ClientSession bob, _) = _cluster.Listen(Listeners, Some.Bob, "tick.*");
        _cluster.Rig.Loses = static message => message is PatternDropped;
        _cluster.Rig.Run(bob.UnsubscribeAsync(ChannelCluster.Pattern("tick.*")).AsTask());
        int sent = 0;
        _cluster.Rig.Loses = message =>
        {
            sent += message is EphemeralRaised ? 1 : 0;
            return false;
        };
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        ChannelId channel = _cluster.ChannelOn(Third, "tick.");

        _cluster.Publish(ann, channel, "in vain");
        Assert.Equal(1, sent);
        _cluster.Pass(40);
        _cluster.Publish(ann, channel, "to nobody");

        Assert.Equal(1, sent);
    }

    [Fact]
    public void Subscription_WaitsUntilAllNodesHaveHeard()
    {
        (ClientSession bob, _) = _cluster.Connect(Listeners, Some.Bob);
        int asked = 0;
        _cluster.Rig.Loses = message => message is AskNode && asked++ == 0;
        Task<SubscribeOutcome> subscribing = bob.SubscribeAsync(
            ChannelCluster.Pattern("tick.*"), new ChannelTerms(Filter: null, Echo: true), since: null).AsTask();
        _cluster.Rig.Turns.Run();
        Assert.False(subscribing.IsCompleted);

        _cluster.Pass(1.1);

        Assert.True(_cluster.Rig.Run(subscribing).IsSubscribed);
    }

    [Fact]
    public void ByNameAndByTwoPatterns_AMessageComesOnce()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "tick.");
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, "tick.*");
        _cluster.Listen(bob, "t*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, channel, "by two patterns");
        _cluster.Listen(bob, channel.Value);
        _cluster.Publish(ann, channel, "by name too");
        _cluster.Rig.Run(bob.UnsubscribeAsync(NamePattern.Exactly(channel.Value)).AsTask());
        _cluster.Publish(ann, channel, "by patterns again");

        Assert.Equal(["by two patterns", "by name too", "by patterns again"], ChannelCluster.Heard(heard));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FromPatternToNameAndBack_AMessageComesOnce(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        var name = NamePattern.Exactly(channel.Value);
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, kind + "*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "by pattern");

        SubscribeOutcome byName = _cluster.Rig.Run(bob.SubscribeAsync(name, new ChannelTerms(Filter: null, Echo: true), since: null));
        _cluster.Publish(ann, channel, "before delivery by name begins");
        byName.StartDelivery();
        _cluster.Publish(ann, channel, "by name");

        // A second subscription takes the place of the first.
        SubscribeOutcome again = _cluster.Rig.Run(bob.SubscribeAsync(name, new ChannelTerms(Filter: null, Echo: true), since: null));
        _cluster.Publish(ann, channel, "between two by name");
        again.StartDelivery();
        _cluster.Publish(ann, channel, "by the second");

        Task left = bob.UnsubscribeAsync(name).AsTask();
        _cluster.Publish(ann, channel, "while it ends");
        _cluster.Rig.Run(left);
        _cluster.Publish(ann, channel, "by pattern again");

        Assert.Equal(
            ["by pattern", "before delivery by name begins", "by name", "between two by name", "by the second", "while it ends", "by pattern again"],
            ChannelCluster.Heard(heard));
    }

    [Fact]
    public void FiltersOfTwoPatterns_LetPassWhatEitherWants()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "tick.");
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, "tick.*", """{"a":1}""");
        _cluster.Listen(bob, "t*", """{"b":1}""");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, channel, "a", """{"a":1}""");
        _cluster.Publish(ann, channel, "b", """{"b":1}""");
        _cluster.Publish(ann, channel, "c", """{"c":1}""");
        _cluster.Rig.Run(bob.UnsubscribeAsync(ChannelCluster.Pattern("t*")).AsTask());
        _cluster.Publish(ann, channel, "b again", """{"b":1}""");

        Assert.Equal(["a", "b"], ChannelCluster.Heard(heard));
    }

    [Fact]
    public void ChannelThatTheCredentialsDoNotAllow_IsNotHeard()
    {
        var sink = new RecordingSink();
        ChannelId secret = _cluster.ChannelOn(Third, "tick.");
        var request = new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, ResumeToken: null) { MayHear = channel => channel != secret };
        ClientSession bob = _cluster.Rig.Run(Listeners.Sessions.OpenAsync(request, sink, CancellationToken.None));
        _cluster.Listen(bob, "tick.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, secret, "secret");
        _cluster.Publish(ann, _cluster.ChannelOn(Third, "tick.", which: 1), "open");

        Assert.Equal(["open"], ChannelCluster.Heard(sink));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ChannelThatIsRunning_IsHeardAsTheCredentialsOfNowAllow(string kind)
    {
        var sink = new RecordingSink();
        bool mayHear = true;
        ChannelId secret = _cluster.ChannelOn(Third, kind);
        var request = new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, ResumeToken: null)
        {
            MayHear = channel => mayHear || channel != secret,
        };
        ClientSession bob = _cluster.Rig.Run(Listeners.Sessions.OpenAsync(request, sink, CancellationToken.None));
        _cluster.Listen(bob, kind + "*");
        _cluster.Listen(Listeners, Some.Bob, secret.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        ChannelId open = _cluster.ChannelOn(Third, kind, which: 1);

        foreach (string text in (string[])["both", "open", "both again"])
        {
            mayHear = text != "open";
            _cluster.Rig.Run(bob.FollowAnewAsync().AsTask());
            _cluster.Publish(ann, secret, $"{text}, secret");
            _cluster.Publish(ann, open, text);
        }

        Assert.Equal(["both, secret", "both", "open", "both again, secret", "both again"], ChannelCluster.Heard(sink));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Unsubscribed_NothingMoreArrives(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Listeners, kind);
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, kind + "*");
        (ClientSession ann, _) = _cluster.Connect(Listeners, Some.Ann);
        _cluster.Publish(ann, channel, "heard");

        _ = ann.PublishAsync(channel, request: null, new MessageBody(Some.Json("under way"))).AsTask();
        Task left = bob.UnsubscribeAsync(ChannelCluster.Pattern(kind + "*")).AsTask();
        Assert.False(left.IsCompleted);
        _cluster.Rig.Run(left);
        int count = ChannelCluster.Heard(heard).Length;
        _cluster.Rig.Turns.Run();
        _cluster.Publish(ann, channel, "unheard");

        Assert.Equal(count, ChannelCluster.Heard(heard).Length);
    }

    [Fact]
    public void QuietChannel_IsLetGo_AndHeardAgain()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, "log.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "one");
        Assert.Equal(1, Listeners.Feeds.Count);

        _cluster.Pass(75);
        Assert.Equal(0, Listeners.Feeds.Count);
        _cluster.Publish(ann, channel, "two");

        Assert.Equal(["one", "two"], ChannelCluster.Heard(bob));
    }

    [Fact]
    public void EndOfTheSession_LeavesNothing()
    {
        (ClientSession bob, _) = _cluster.Listen(Listeners, Some.Bob, "tick.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        ChannelId channel = _cluster.ChannelOn(Third, "tick.");
        _cluster.Publish(ann, channel, "one");
        Assert.Equal(1, Listeners.Feeds.Count);

        _cluster.Rig.Run(bob.CloseAsync(keepForResume: false).AsTask());

        Assert.Equal(0, Listeners.Feeds.Count);
        _cluster.Publish(ann, channel, "two");
        Assert.Equal(0, Listeners.Feeds.Count);
    }

    [Fact]
    public void EleventhPattern_IsRefused()
    {
        (ClientSession bob, _) = _cluster.Connect(Listeners, Some.Bob);
        for (int i = 0; i < ClientSession.MaxPatterns; i++)
            Assert.True(_cluster.Listen(bob, $"tick.{i}*").IsSubscribed);

        Assert.Equal(new RoomReply.Refused(RoomRefusal.SubscriptionLimit), _cluster.Listen(bob, "tick.x*").Reply);
    }
}
