using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

/// <summary>Channels while who publishes, who listens and who owns the channel are on three nodes.</summary>
public sealed class ChannelClusterTests : IDisposable
{
    private readonly ChannelCluster _cluster = new();

    public static TheoryData<string> Kinds => ["log.", "tick."];

    private StreamingNode Publishers => _cluster.Nodes[0];

    private StreamingNode Listeners => _cluster.Nodes[1];

    private StreamingNode Third => _cluster.Nodes[2];

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_ReachesListeners_OnOtherNodes_OnceAndInOrder(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, RecordingSink own) = _cluster.Listen(Publishers, Some.Ann, channel.Value);

        for (int i = 0; i < 5; i++)
            _cluster.Publish(ann, channel, $"m{i}");

        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], ChannelCluster.Heard(bob));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], ChannelCluster.Heard(own));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EchoOff_OwnMessagesAreLeftOut(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (ClientSession ann, RecordingSink own) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Listen(ann, channel.Value, echo: false);
        (ClientSession bob, _) = _cluster.Connect(Listeners, Some.Bob);

        _cluster.Publish(ann, channel, "mine");
        _cluster.Publish(bob, channel, "theirs");

        Assert.Equal(["theirs"], ChannelCluster.Heard(own));
    }

    [Fact]
    public void UnknownChannel_IsNotFound_ToListenAndToPublish()
    {
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        Assert.Equal(new RoomReply.Refused(RoomRefusal.ChannelNotFound), _cluster.Listen(ann, "nope").Reply);
        Assert.Equal(new RoomReply.Refused(RoomRefusal.ChannelNotFound), _cluster.Publish(ann, new ChannelId("nope"), "x"));
        Assert.Equal(0, ann.ChannelCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RepeatedRequest_HasOneEffect_AndTheSameAnswer(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        RoomReply first = _cluster.Publish(ann, channel, "once", request: "r1");
        _cluster.Pass(1);
        RoomReply second = _cluster.Publish(ann, channel, "once", request: "r1");

        Assert.Equal(first, second);
        Assert.Equal(["once"], ChannelCluster.Heard(bob));
    }

    [Fact]
    public void ChannelWithoutLog_TouchesNoLog()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "tick.");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        int reads = _cluster.Rig.Log.Reads.Count;
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        Assert.IsType<RoomReply.Raised>(_cluster.Publish(ann, channel, "gone"));

        // A change of owner has feeds look into logs, where there are any.
        _cluster.Rig.HandOver(Publishers.Self);
        _cluster.Pass(2);
        _cluster.Publish(ann, channel, "still");

        Assert.Equal(["gone", "still"], ChannelCluster.Heard(bob));
        Assert.Equal(reads, _cluster.Rig.Log.Reads.Count);
        Assert.Empty(_cluster.Rig.Log.Appends);
    }

    [Fact]
    public void Since_GivesWhatWasMissed_AndThenWhatIsLive()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        var published = Assert.IsType<RoomReply.Published>(_cluster.Publish(ann, channel, "a"));
        _cluster.Publish(ann, channel, "b");

        (_, RecordingSink bob) = _cluster.Listen(
            Listeners, Some.Bob, channel.Value, since: new RoomPosition(published.Message.Seq, published.Message.Epoch));
        _cluster.Publish(ann, channel, "c");

        Assert.Equal(["b", "c"], ChannelCluster.Heard(bob));
        Assert.Empty(bob.Resets);
    }

    [Fact]
    public void ListenerBeforeTheFirstMessage_MissesNothing_ThoughTheNewsOfItIsLost()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Rig.Loses = static message => message is EventsCommitted;
        _cluster.Publish(ann, channel, "first");
        _cluster.Rig.Loses = static _ => false;
        _cluster.Pass(3);

        Assert.Equal(["first"], ChannelCluster.Heard(bob));
        Assert.Empty(bob.Resets);
    }

    [Fact]
    public void ListenerBeforeTheFirstMessage_IsToldNoReset_ThoughTheChannelHadLeftMemory()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        _cluster.Rig.HandOver(Publishers.Self);
        _cluster.Pass(2);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, channel, "first");
        _cluster.Pass(2);

        Assert.Equal(["first"], ChannelCluster.Heard(bob));
        Assert.Empty(bob.Resets);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OwnerDies_AndMessagesGoOn(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "before");

        _cluster.Rig.Kill(Third);
        _cluster.Pass(4);
        _cluster.Publish(ann, channel, "after");
        _cluster.Pass(1);

        Assert.Equal(["before", "after"], ChannelCluster.Heard(bob));
    }

    [Fact]
    public void OwnersChange_AndNobodyAsksAChannelWhoIsInIt()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        int asked = 0;

        // Lost from some number on, so that a question that is asked again with every answer comes to an end.
        _cluster.Rig.Loses = message => message is StartListening { MissesRoster: true } && ++asked > 100;
        foreach (StreamingNode owner in (StreamingNode[])[Third, Publishers, Third, Publishers])
        {
            _cluster.Rig.HandOver(owner.Self);
            _cluster.Publish(ann, channel, "news");
            _cluster.Pass(12);
        }

        Assert.Equal(0, asked);
        Assert.Equal(4, ChannelCluster.Heard(bob).Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Filter_LetsOnlyMatchingMessagesPass(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value, """{"pair":["eurusd","eurgbp"],"live":true}""");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);

        _cluster.Publish(ann, channel, "yes", """{"pair":"eurusd","live":true,"more":{}}""");
        _cluster.Publish(ann, channel, "wrong value", """{"pair":"usdjpy","live":true}""");
        _cluster.Publish(ann, channel, "missing key", """{"pair":"eurusd"}""");
        _cluster.Publish(ann, channel, "no metadata");
        _cluster.Publish(ann, channel, "also", """{"live":true,"pair":"eurgbp"}""");

        Assert.Equal(["yes", "also"], ChannelCluster.Heard(bob));
    }

    [Fact]
    public void FilteredOut_CountsAsHad()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        (_, RecordingSink bob) = _cluster.Listen(Listeners, Some.Bob, channel.Value, """{"a":1}""");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        for (int i = 0; i < 10; i++)
            _cluster.Publish(ann, channel, "out", """{"a":2}""");
        int reads = _cluster.Rig.Log.Reads.Count;

        _cluster.Publish(ann, channel, "in", """{"a":1.0}""");
        _cluster.Pass(15);

        Assert.Equal(["in"], ChannelCluster.Heard(bob));
        Assert.Equal(reads, _cluster.Rig.Log.Reads.Count);
    }

    [Fact]
    public void Resume_BringsChannelsBack_FromTheirPositions_WithTheirFilters_AndPatterns()
    {
        ChannelId channel = _cluster.ChannelOn(Third, "log.");
        ChannelId ticks = _cluster.ChannelOn(Third, "tick.");
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, channel.Value, """{"a":1}""");
        _cluster.Listen(bob, "tick.*");
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "one", """{"a":1}""");
        long seq = heard.Events[^1].Event.Seq;
        _cluster.Rig.Run(bob.CloseAsync(keepForResume: true).AsTask());
        _cluster.Publish(ann, channel, "two", """{"a":1}""");
        _cluster.Publish(ann, channel, "out", """{"a":2}""");

        (ClientSession again, RecordingSink sink) = _cluster.Connect(Third, Some.Bob, bob.ResumeToken);
        Assert.Equal([channel.Value, "tick.*"], again.ResumedChannels.Select(name => name.ToString()).Order(StringComparer.Ordinal));
        var resumed = _cluster.Rig.Run(again.ResumeChannelsAsync(new Dictionary<ChannelId, RoomPosition> { [channel] = new(seq, null) }));
        foreach (ResumedChannel one in resumed)
            one.Outcome.StartDelivery();
        _cluster.Rig.Turns.Run();
        _cluster.Publish(ann, channel, "three", """{"a":1}""");
        _cluster.Publish(ann, ticks, "tick");

        Assert.All(resumed, one => Assert.True(one.Outcome.Recovered));
        Assert.Equal(["two", "three", "tick"], ChannelCluster.Heard(sink));
        Assert.Equal(2, again.ChannelCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Unsubscribe_EndsIt(string kind)
    {
        ChannelId channel = _cluster.ChannelOn(Third, kind);
        (ClientSession bob, RecordingSink heard) = _cluster.Listen(Listeners, Some.Bob, channel.Value);
        (ClientSession ann, _) = _cluster.Connect(Publishers, Some.Ann);
        _cluster.Publish(ann, channel, "one");

        _cluster.Rig.Run(bob.UnsubscribeAsync(NamePattern.Exactly(channel.Value)).AsTask());
        _cluster.Publish(ann, channel, "two");

        Assert.Equal(["one"], ChannelCluster.Heard(heard));
        Assert.Equal(0, Listeners.Feeds.Count);
    }

    [Fact]
    public void Limit_CountsChannelsAndPatterns_AndNotTwiceTheSame()
    {
        (ClientSession bob, _) = _cluster.Connect(Listeners, Some.Bob);
        for (int i = 0; i < 99; i++)
            Assert.True(_cluster.Listen(bob, $"tick.{i}").IsSubscribed);
        Assert.True(_cluster.Listen(bob, "tick.*").IsSubscribed);

        Assert.Equal(new RoomReply.Refused(RoomRefusal.SubscriptionLimit), _cluster.Listen(bob, "tick.100").Reply);
        Assert.True(_cluster.Listen(bob, "tick.7").IsSubscribed);
        Assert.True(_cluster.Listen(bob, "tick.*", """{"a":1}""").IsSubscribed);
        Assert.Equal(100, bob.ChannelCount);
    }
}
