using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;
using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Limits;

public sealed class RedisRateLimitStoreTests : RateLimitStoreContract, IClassFixture<RedisServer>
{
    private static readonly LimitKey Ada = new("user", "ada");

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");
    private readonly ManualTimeProvider _clock = new();
    private readonly RedisRateLimitStore _store;
    private int _nodes;
    private readonly RedisRateLimitStore _otherNode;

    public RedisRateLimitStoreTests(RedisServer redis)
    {
        _redis = redis.Redis;
        _store = Open();
        _otherNode = Open();
    }

    protected override IRateLimitStore Store => _store;

    [Fact]
    public async Task SteadySender_CostsRedisAQuestionForManyMessages_AndSpendsNoMoreThanItSends()
    {
        var limit = new RateLimit(PerSecond: 0.001, Burst: 1000, PerMinute: 0);
        int questions = 0;
        for (int i = 0; i < 200; i++)
        {
            int before = await LeftInRedisAsync();
            Assert.Equal(TimeSpan.Zero, await TakeAsync(Ada, limit));
            questions += await LeftInRedisAsync() == before ? 0 : 1;
            await PassAsync(TimeSpan.FromMilliseconds(20));
        }

        Assert.InRange(questions, 1, 40);

        // What was taken ahead and not spent is given back.
        await PassAsync(Allowance.AheadFor);
        await TakeAsync(Ada, limit);
        Assert.InRange(await LeftInRedisAsync(), 1000 - 201 - 32, 1000 - 201);
    }

    [Fact]
    public async Task OccasionalSender_HasNothingTakenAhead()
    {
        var limit = new RateLimit(PerSecond: 0.001, Burst: 1000, PerMinute: 0);
        for (int i = 1; i <= 5; i++)
        {
            await TakeAsync(Ada, limit);
            Assert.Equal(1000 - i, await LeftInRedisAsync());
            await PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task TwoNodes_GrantTogetherNoMoreThanTheLimit_AndNearlyAllOfIt()
    {
        var limit = new RateLimit(PerSecond: 0.001, Burst: 100, PerMinute: 0);
        int here = 0;
        int there = 0;
        for (int i = 0; i < 100; i++)
        {
            here += await _store.TakeAsync(Ada, limit, default) == TimeSpan.Zero ? 1 : 0;
            there += await _otherNode.TakeAsync(Ada, limit, default) == TimeSpan.Zero ? 1 : 0;
        }

        Assert.InRange(here + there, 100 - (100 / 8), 100);
        Assert.InRange(here, 30, 70);
    }

    [Fact]
    public async Task NodeThatSpends_LeavesTheOther_SevenEighthsOfWhatIsThere()
    {
        var limit = new RateLimit(PerSecond: 0.001, Burst: 100, PerMinute: 0);
        for (int i = 0; i < 20; i++)
            await _store.TakeAsync(Ada, limit, default);

        int there = 0;
        while (await _otherNode.TakeAsync(Ada, limit, default) == TimeSpan.Zero)
            there++;

        Assert.InRange(there, 80 * 7 / 8, 80);
    }

    /// <summary>Tokens that two nodes asked for and did not want, or took ahead and did not spend, when the bucket has long filled up again.</summary>
    [Theory]
    [InlineData(50, 100, 0)]
    [InlineData(0, 0, 50)]
    public async Task GivenBackLongAgo_IsNotThereASecondTime(double perSecond, int burst, int perWindow)
    {
        var limit = new RateLimit(perSecond, burst, PerMinute: 0) { PerWindow = perWindow, Window = TimeSpan.FromMinutes(1) };
        RedisRateLimitStore[] nodes = [Open(), Open(), Open()];
        foreach (RedisRateLimitStore node in nodes[1..])
        {
            int taken = 0;
            while (taken < 100 && await node.TakeAsync(Ada, limit, default) == TimeSpan.Zero)
                taken++;
            for (int i = 0; i < taken; i++)
                node.GiveBack(Ada, limit);
        }

        TimeSpan filled = limit.TimeToFill;
        _clock.Advance(filled);
        foreach (RedisRateLimitStore node in nodes)
            node.ClockOffset += filled;

        int granted = 0;
        var asking = Stopwatch.StartNew();
        int Most() => limit.Depth + (int)(perSecond * (0.2 + asking.Elapsed.TotalSeconds));
        foreach (RedisRateLimitStore node in nodes)
        {
            while (granted <= Most() && await node.TakeAsync(Ada, limit, default) == TimeSpan.Zero)
                granted++;
        }

        Assert.InRange(granted, limit.Depth, Most());
    }

    /// <summary>Redis was so long in answering that another node had spent what filled up meanwhile.</summary>
    [Fact]
    public async Task GivenBackLate_ToABucketWithAWindow_ComesBackToTheWindowAlone()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 20, PerMinute: 0) { PerWindow = 50, Window = TimeSpan.FromMinutes(1) };
        await AskAsync(_store, limit, need: 20);
        PassOnRedis(20);
        Assert.Equal(20, await AskAsync(_otherNode, limit, need: 20));

        await AskAsync(_store, limit, unwanted: 20, seconds: 19.9);

        // As many as the second or so of this test gives.
        Assert.InRange(await AskAsync(_otherNode, limit, need: 20), 0, 10);
        PassOnRedis(20);
        Assert.Equal(20, await AskAsync(_otherNode, limit, need: 20));
    }

    // How late they come back, and how many are granted to another then, and again when the slot of the first is over.
    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(3, 5, 0)]
    [InlineData(9.9, 0, 5)] // they may have been counted before that
    [InlineData(15, 0, 0)] // the window that they were counted in is over
    public async Task GivenBackLate_ToAWindow_IsGrantedOnce_AndNothingBeyondTheWindow(double seconds, int more, int moreYet)
    {
        var limit = new RateLimit(0, 0, 0) { PerWindow = 10, Window = TimeSpan.FromSeconds(10) };
        await AskAsync(_store, limit, need: 5);
        PassOnRedis(seconds);
        await AskAsync(_otherNode, limit, need: 10);
        await AskAsync(_store, limit, unwanted: 5, seconds: seconds);

        Assert.Equal(more, await AskAsync(_otherNode, limit, need: 5));
        PassOnRedis(Math.Max(0, 10.6 - seconds));
        Assert.Equal(moreYet, await AskAsync(_otherNode, limit, need: 5));
    }

    /// <summary>What nodes hold ahead, and what fills up meanwhile, are spent at one moment.</summary>
    [Theory]
    [InlineData(10, 20)]
    [InlineData(50, 100)]
    [InlineData(100, 50)]
    [InlineData(200, 400)]
    public async Task ThreeNodes_GrantAtOnceNoMoreThanTheBurst(double perSecond, int burst)
    {
        var limit = new RateLimit(perSecond, burst, PerMinute: 0);
        RedisRateLimitStore[] nodes = [Open(), Open(), Open()];
        for (int turns = 5; turns < 25; turns++)
        {
            LimitKey user = new("user", $"{perSecond}:{turns}");
            for (int i = 0; i < turns; i++)
            {
                foreach (RedisRateLimitStore node in nodes)
                    await node.TakeAsync(user, limit, default);
                Pass(TimeSpan.FromMilliseconds(150));
            }

            Pass(TimeSpan.FromMilliseconds(500));
            int granted = 0;

            // Redis has a clock of its own, and goes on while they are asked; nodes round up by a fifth of a second at most.
            var asking = Stopwatch.StartNew();
            int Most() => burst + (int)(perSecond * (0.2 + asking.Elapsed.TotalSeconds));
            foreach (RedisRateLimitStore node in nodes)
            {
                while (granted <= Most() && await node.TakeAsync(user, limit, default) == TimeSpan.Zero)
                    granted++;
            }

            Assert.InRange(granted, 1, Most());
        }

        void Pass(TimeSpan time)
        {
            _clock.Advance(time);
            foreach (RedisRateLimitStore node in nodes)
                node.ClockOffset += time;
        }
    }

    /// <summary>Somebody who sends at three times the limit, as evenly over three nodes as can be.</summary>
    [Theory]
    [InlineData(10, 20, 0)]
    [InlineData(10, 20, 100)]
    [InlineData(40, 5, 0)]
    [InlineData(2, 50, 60)]
    public async Task ThreeNodes_AtThreeTimesTheLimit_LetThroughTheRateAndTheBurst_InAnyWindow(double perSecond, int burst, int perMinute)
    {
        var limit = new RateLimit(perSecond, burst, perMinute);
        RedisRateLimitStore[] nodes = [Open(), Open(), Open()];
        var user = new LimitKey("user", $"{limit}");
        var real = Stopwatch.StartNew();
        var granted = new List<(TimeSpan Before, TimeSpan After)>();
        TimeSpan now = default;
        var step = TimeSpan.FromSeconds(1 / perSecond / 3);
        for (int i = 0; i < 400; i++)
        {
            TimeSpan before = now + real.Elapsed;
            if (await nodes[i % 3].TakeAsync(user, limit, default) == TimeSpan.Zero)
                granted.Add((before, now + real.Elapsed));
            now += step;
            _clock.Advance(step);
            foreach (RedisRateLimitStore node in nodes)
                node.ClockOffset += step;
        }

        for (int from = 0; from < granted.Count; from++)
        {
            for (int to = from; to < granted.Count; to++)
            {
                double seconds = (granted[to].After - granted[from].Before).TotalSeconds;
                double most = burst + (perSecond * seconds);
                if (perMinute > 0)
                    most = Math.Min(most, perMinute + (perMinute / 60.0 * seconds));
                Assert.True(to - from + 1 <= most + 1e-6, $"{to - from + 1} in {seconds:0.00} s, and {most:0.00} may be");
            }
        }

        // And not much less.
        double all = burst + (perSecond * granted[^1].After.TotalSeconds);
        Assert.InRange(granted.Count, 0.6 * Math.Min(all, perMinute > 0 ? perMinute : all), all);
    }

    [Fact]
    public async Task ThreeNodes_OfAWindow_LetThroughItsNumber_InAnyWindow()
    {
        var limit = new RateLimit(0, 0, 0) { PerWindow = 30, Window = TimeSpan.FromSeconds(10) };
        RedisRateLimitStore[] nodes = [Open(), Open(), Open()];
        var granted = new List<TimeSpan>();
        TimeSpan now = default;
        var step = TimeSpan.FromMilliseconds(111);
        for (int i = 0; i < 400; i++)
        {
            if (await nodes[i % 3].TakeAsync(Ada, limit, default) == TimeSpan.Zero)
                granted.Add(now);
            now += step;
            _clock.Advance(step);
            foreach (RedisRateLimitStore node in nodes)
                node.ClockOffset += step;
        }

        // Redis' clock is ahead of this one by the time that the test takes, which makes what was granted look closer together.
        for (int i = 30; i < granted.Count; i++)
            Assert.True(granted[i] - granted[i - 30] >= TimeSpan.FromSeconds(8.5), $"{i}: {granted[i] - granted[i - 30]}");
        Assert.InRange(granted.Count, 100, 165);
    }

    [Fact]
    public async Task WhoHasNothingLeft_IsToldSoWithoutAskingRedis()
    {
        var limit = new RateLimit(PerSecond: 0.1, Burst: 2, PerMinute: 0);
        await GrantedOfAsync(3, Ada, limit);
        await _redis.GetDatabase().KeyDeleteAsync(_keys.LimitOf(Ada.ToString()));

        Assert.Equal(0, await GrantedOfAsync(1000, Ada, limit));
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await TakeAsync(Ada, limit));
    }

    [Fact]
    public async Task TokenThatIsWholeButForRounding_IsSpentOnce()
    {
        var limit = new RateLimit(PerSecond: 1e-10, Burst: 1, PerMinute: 0);
        await _store.TakeAsync(Ada, limit, default);
        IDatabase store = _redis.GetDatabase();
        double at = (double)await store.HashGetAsync(_keys.LimitOf(Ada.ToString()), "at");
        await store.HashSetAsync(_keys.LimitOf(Ada.ToString()), [new("second", "0.999999999"), new("at", (at - 5e6).ToString("F0", CultureInfo.InvariantCulture))]);

        int granted = 0;
        for (int i = 0; i < 10; i++)
            granted += await _store.TakeAsync(Ada, limit, default) == TimeSpan.Zero ? 1 : 0;

        Assert.Equal(1, granted);
    }

    [Fact]
    public async Task Waits_OfManyAtOnce_AreOneQuestion()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0);

        TimeSpan[] waits = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => TakeAsync(Ada, limit).AsTask()));

        Assert.Equal(10, waits.Count(static wait => wait == TimeSpan.Zero));
        Assert.All(waits, static wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task KeysThatSpendNothingAnyMore_AreForgotten()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0);
        for (int i = 0; i < 3000; i++)
        {
            await TakeAsync(new LimitKey("user", $"{i}"), limit);
            await PassAsync(TimeSpan.FromMilliseconds(2));
        }

        Assert.InRange(_store.Count, 1, 2100);
        Assert.Equal(TimeSpan.Zero, await TakeAsync(new LimitKey("user", "0"), limit));
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        _store.ClockOffset += time;
        return Task.CompletedTask;
    }

    // Of the clock that Redis counts by.
    private void PassOnRedis(double seconds)
    {
        _store.ClockOffset += TimeSpan.FromSeconds(seconds);
        _otherNode.ClockOffset += TimeSpan.FromSeconds(seconds);
    }

    private static async Task<int> AskAsync(RedisRateLimitStore node, RateLimit limit, int need = 0, int unwanted = 0, double seconds = 0) =>
        (await node.AskAsync(Ada, limit, new TokenRequest(need, 0, 0, unwanted, TimeSpan.FromSeconds(seconds)))).Tokens;

    private RedisRateLimitStore Open() => new(new RedisGate(_redis, TimeProvider.System), _keys, $"n{_nodes++}", _clock);

    private async Task<int> LeftInRedisAsync() => (int)Math.Floor((double)await _redis.GetDatabase().HashGetAsync(_keys.LimitOf(Ada.ToString()), "second"));
}
