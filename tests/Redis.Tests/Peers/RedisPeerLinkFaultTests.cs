using Google.Protobuf;
using Streaming.Actors.Peers;
using Streaming.Contracts;
using Streaming.Redis.Peers;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Peers;

/// <summary>What happens to a link when something happens to Redis, or to the connection. Each test has a Redis of its own.</summary>
public sealed class RedisPeerLinkFaultTests : IAsyncLifetime
{
    private static readonly PeerLinkOptions Impatient = new()
    {
        ProbeEvery = TimeSpan.FromMilliseconds(50), ProbeEveryWhenQuiet = TimeSpan.FromMilliseconds(20), QuietAfter = TimeSpan.FromMilliseconds(400),
    };

    private static readonly RedisKeys Keys = new("t:");

    private readonly RedisServer _redis = new();
    private LinkRig _a = null!;
    private LinkRig _b = null!;

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _a = await LinkRig.StartAsync(_redis.ConnectAsync, Keys, "a", Impatient);
        _b = await LinkRig.StartAsync(_redis.ConnectAsync, Keys, "b", Impatient);
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Interrupted_WhenTheSubscribersConnectionIsKilled_AndDeliveryGoesOn()
    {
        Assert.Equal(0, _b.Interruptions);
        await _redis.Redis.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await _b.UntilAsync(() => _b.Interruptions > 0, "the interruption");
        await DeliversAsync();
    }

    [Fact]
    public async Task Interrupted_WhenRedisRestarts_AndDeliveryGoesOn()
    {
        await _redis.KillAsync();
        await _b.UntilAsync(() => !_b.Link.IsDelivering, "the link to notice");
        Assert.Equal(0, _b.Interruptions);
        await _redis.StartAsync();

        await _b.UntilAsync(() => _b.Interruptions > 0 && _b.Link.IsDelivering, "the interruption");
        await DeliversAsync();
    }

    [Fact]
    public async Task Interrupted_WhenRedisStandsStill_AndDeliveryGoesOn()
    {
        await _redis.PauseAsync();
        await _b.UntilAsync(() => !_b.Link.IsDelivering, "the link to notice");
        await _redis.ContinueAsync();
        await _b.UntilAsync(() => _b.Interruptions > 0 && _b.Link.IsDelivering, "the interruption");

        await DeliversAsync();
    }

    /// <summary>
    /// The subscription is dead, and Redis and every connection are well. That the link stood still is over as soon as it noticed: what
    /// it told and counted stays to be seen.
    /// </summary>
    [Fact]
    public async Task Interrupted_WhenTheSubscriptionIsGone_AndItIsMadeAnew()
    {
        Assert.Equal((0, 0), (_b.Link.Counters.Resubscriptions, _b.Interruptions));
        await _b.Redis.GetSubscriber().UnsubscribeAllAsync();

        await _b.UntilAsync(() => _b.Link.Counters.Resubscriptions > 0 && _b.Interruptions > 0 && _b.Link.IsDelivering, "a new subscription");
        await DeliversAsync();
    }

    [Fact]
    public async Task Interrupted_WhenAFrameIsMissing()
    {
        await DeliversAsync();
        var frame = new Wire.Frame { Version = 1, From = "a", Life = _a.Link.Life, Number = 1_000, Previous = 999 };
        await _redis.Redis.GetSubscriber().PublishAsync(_b.Channel, frame.ToByteArray());

        await _b.UntilAsync(() => _b.Interruptions > 0, "the interruption");
        Assert.Equal(1, _b.Link.Counters.Gaps);
    }

    [Fact]
    public async Task Send_FromTwo_UnderLoad_KeepsEachOnesOrder_AndLosesNothing()
    {
        const int Each = 20_000;
        await using LinkRig c = await LinkRig.StartAsync(_redis.ConnectAsync, Keys, "c", Impatient);
        Parallel.Invoke(() => SendAll(_a), () => SendAll(_b));

        await c.UntilAsync(() => c.Received.Count == 2 * Each, "all messages");
        foreach (LinkRig sender in (LinkRig[])[_a, _b])
        {
            IEnumerable<long> heads = c.Received.Where(one => one.From == sender.Link.Self).Select(static one => ((HeadAnnounced)one.Message).Head);
            Assert.Equal(Enumerable.Range(1, Each).Select(static i => (long)i), heads);
            Assert.InRange(sender.Link.Counters.FramesSent, 1, Each / 4);
        }

        Assert.Equal((0, 0), (c.Link.Counters.Gaps, c.Link.Counters.LateFrames));

        void SendAll(LinkRig rig)
        {
            for (int i = 1; i <= Each; i++)
                rig.Link.Send(c.Link.Self, new HeadAnnounced(new("lobby"), Sample.Epoch, 1, i));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a frame at all")]
    public async Task Receive_OfRubbish_IsCounted_AndTheNextIsRead(string rubbish)
    {
        await _redis.Redis.GetSubscriber().PublishAsync(_b.Channel, rubbish);
        await DeliversAsync();

        Assert.Equal(1, _b.Link.Counters.Malformed + _b.Link.Counters.UnknownVersions);
        Assert.Single(_b.Log.Lines);
    }

    /// <summary>As after the process stood still: more has come than may wait.</summary>
    [Fact]
    public async Task Receive_OfMoreThanMayWait_LetsTheOldestGo_AndSaysThatSomethingIsMissing()
    {
        const int Frames = 200;
        await using LinkRig c = await LinkRig.StartAsync(
            _redis.ConnectAsync, Keys, "c", new PeerLinkOptions { MaxUnreadFrames = 10 });
        using var goOn = new ManualResetEventSlim();
        using var stands = new ManualResetEventSlim();
        c.Link.Receive((from, message) =>
        {
            stands.Set();
            goOn.Wait();
            c.Received.Enqueue((from, message));
        });
        for (int i = 1; i <= Frames; i++)
        {
            var frame = new Wire.Frame { Version = 1, From = "z", Life = "life", Number = (ulong)i, Previous = (ulong)(i - 1) };
            frame.Messages.Add(PeerMessageCodec.Encode(new SessionTaken(new("s1"), $"{i}")));
            await _redis.Redis.GetSubscriber().PublishAsync(c.Channel, frame.ToByteArray());
        }

        await c.UntilAsync(() => stands.IsSet, "the first");

        // What Redis has answered before it has handed on, in the order of one connection.
        await c.Redis.GetSubscriber().PingAsync();
        goOn.Set();

        await c.UntilAsync(() => c.Received.Any(static one => one.Message is SessionTaken { Token: "200" }), "the last");
        await c.UntilAsync(() => c.Interruptions > 0, "the interruption");

        // What the node says to itself to see whether it is heard may be among what was let go.
        Assert.InRange(c.Received.Count + c.Link.Counters.Overruns, Frames, Frames + Frames / 10);
        Assert.InRange(c.Link.Counters.Overruns, Frames / 2, Frames - 2);
    }

    private async Task DeliversAsync()
    {
        string token = $"after {_b.Received.Count}";

        // What is under way when a subscription is made anew may be lost, and on a slow machine that may happen twice.
        await _b.UntilAsync(
            () =>
            {
                if (_b.Link.IsDelivering)
                    _a.Link.Send(_b.Link.Self, new SessionTaken(new("s1"), token));
                return _b.Received.Any(one => one.Message is SessionTaken taken && taken.Token == token);
            },
            "the message");
    }
}
