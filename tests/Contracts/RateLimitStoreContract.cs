using Streaming.Actors.Limits;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IRateLimitStore"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so
/// that an adapter with a clock of its own can wait instead.
/// </summary>
public abstract class RateLimitStoreContract
{
    private static readonly LimitKey User = new("user", "ada");

    protected abstract IRateLimitStore Store { get; }

    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Take_UpToTheBurst_IsGranted()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 3, PerMinute: 0);

        Assert.Equal(3, await GrantedOfAsync(10, User, limit));
    }

    [Fact]
    public async Task Take_AfterTheWaitThatWasTold_IsGranted()
    {
        var limit = new RateLimit(PerSecond: 3, Burst: 2, PerMinute: 0);
        await GrantedOfAsync(2, User, limit);

        TimeSpan wait = await TakeAsync(User, limit);
        Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1.0 / 3) + TimeSpan.FromMilliseconds(1));

        await PassAsync(wait);
        Assert.Equal(TimeSpan.Zero, await TakeAsync(User, limit));
    }

    [Fact]
    public async Task Take_Refused_CostsNothing()
    {
        var limit = new RateLimit(PerSecond: 2, Burst: 1, PerMinute: 0);
        await TakeAsync(User, limit);
        TimeSpan first = await TakeAsync(User, limit);
        TimeSpan second = await TakeAsync(User, limit);

        Assert.True(second <= first, $"asking again made the wait longer: {first}, then {second}");
    }

    [Fact]
    public async Task Take_ByAnother_HasItsOwnAllowance()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 1, PerMinute: 0);
        await TakeAsync(User, limit);

        Assert.Equal(TimeSpan.Zero, await TakeAsync(new LimitKey("user", "bob"), limit));
    }

    [Fact]
    public async Task Take_OverTheMinute_IsRefusedThoughTheSecondWouldGrant()
    {
        var limit = new RateLimit(PerSecond: 100, Burst: 100, PerMinute: 6);

        Assert.Equal(6, await GrantedOfAsync(10, User, limit));

        TimeSpan wait = await TakeAsync(User, limit);
        Assert.InRange(wait, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Take_RefusedByTheMinute_SpendsNothingOfTheSecond()
    {
        var limit = new RateLimit(PerSecond: 0.01, Burst: 2, PerMinute: 1);
        Assert.Equal(1, await GrantedOfAsync(6, User, limit));
        await PassAsync(TimeSpan.FromSeconds(60));

        // The minute grants again. Of the burst one token was left; had a refusal spent it, 0.6 would be there now.
        Assert.Equal(TimeSpan.Zero, await TakeAsync(User, limit));
    }

    [Fact]
    public async Task Take_AtTheSustainedRate_IsAlwaysGranted()
    {
        var limit = new RateLimit(PerSecond: 10, Burst: 1, PerMinute: 0);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(TimeSpan.Zero, await TakeAsync(User, limit));
            await PassAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task Take_AfterALongPause_HasNoMoreThanTheBurst()
    {
        // So slow that nothing comes back while the store is asked, however long that takes.
        var limit = new RateLimit(PerSecond: 0.01, Burst: 2, PerMinute: 0);
        await GrantedOfAsync(2, User, limit);
        await PassAsync(TimeSpan.FromSeconds(1_000));

        Assert.Equal(2, await GrantedOfAsync(5, User, limit));
    }

    [Fact]
    public async Task Take_WithEverythingOff_IsGranted()
    {
        var limit = new RateLimit(PerSecond: 0, Burst: 0, PerMinute: 0);

        Assert.Equal(100, await GrantedOfAsync(100, User, limit));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_GrantsNoMoreThanThereIs()
    {
        var limit = new RateLimit(PerSecond: 0.001, Burst: 50, PerMinute: 0);

        var waits = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => TakeAsync(User, limit).AsTask())));

        Assert.Equal(50, waits.Count(wait => wait == TimeSpan.Zero));
    }

    [Fact]
    public async Task Take_InAWindow_IsGrantedTheLimit_AndOneMoreWhenItsFirstIsOver()
    {
        var limit = new RateLimit(0, 0, 0) { PerWindow = 3, Window = TimeSpan.FromMinutes(1) };
        Assert.Equal(2, await GrantedOfAsync(2, User, limit));
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await GrantedOfAsync(5, User, limit));

        // Up to one of 32 parts late, and never early.
        TimeSpan wait = await TakeAsync(User, limit);
        Assert.InRange(wait, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(32));
        await PassAsync(wait);
        Assert.Equal(2, await GrantedOfAsync(5, User, limit));
    }

    [Fact]
    public async Task Take_RefusedByTheWindow_SpendsNothingOfTheBucket()
    {
        var limit = new RateLimit(0.01, 2, 0) { PerWindow = 1, Window = TimeSpan.FromSeconds(2) };
        Assert.Equal(1, await GrantedOfAsync(6, User, limit));
        await PassAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(1, await GrantedOfAsync(6, User, limit));
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.InRange(await TakeAsync(User, limit), TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(100));
    }

    [Theory]
    [InlineData(0.001, 5, 0, 0)]
    [InlineData(0, 0, 0.06, 0)]
    [InlineData(0, 0, 0, 5)]
    public async Task GiveBack_IsThereForTheNext_AndNoMoreThanThat(double perSecond, int burst, double perMinute, int perWindow)
    {
        var limit = new RateLimit(perSecond, burst, perMinute > 0 ? 5 : 0) { PerWindow = perWindow, Window = TimeSpan.FromHours(1) };
        await GrantedOfAsync(4, User, limit);
        Assert.Equal(TimeSpan.Zero, await TakeAsync(User, limit));
        Store.GiveBack(User, limit);

        Assert.Equal(1, await GrantedOfAsync(3, User, limit));
    }

    [Fact]
    public async Task WaitFor_WhoWasRefused_IsKnownWithoutAsking_UntilTheTimeThatWasTold()
    {
        var limit = new RateLimit(PerSecond: 0.1, Burst: 2, PerMinute: 0);
        Assert.Equal(TimeSpan.Zero, Store.WaitFor(User, limit));
        await GrantedOfAsync(3, User, limit);

        TimeSpan wait = await TakeAsync(User, limit);
        Assert.InRange(Store.WaitFor(User, limit), TimeSpan.FromTicks(1), wait);
        await PassAsync(wait);
        Assert.Equal(TimeSpan.Zero, Store.WaitFor(User, limit));
        Assert.Equal(TimeSpan.Zero, await TakeAsync(User, limit));
    }

    [Fact]
    public async Task Take_UnderAChangedLimit_GoesOnWithWhatIsThere()
    {
        await GrantedOfAsync(3, User, new RateLimit(PerSecond: 0.001, Burst: 4, PerMinute: 0));

        Assert.Equal(1, await GrantedOfAsync(5, User, new RateLimit(PerSecond: 0.001, Burst: 10, PerMinute: 0)));
        var faster = new RateLimit(PerSecond: 2, Burst: 3, PerMinute: 0);
        Assert.Equal(0, await GrantedOfAsync(1, User, faster));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await GrantedOfAsync(2, User, faster));

        // What was off begins full.
        var minute = new RateLimit(PerSecond: 0, Burst: 0, PerMinute: 5);
        Assert.Equal(5, await GrantedOfAsync(6, User, minute));
    }

    [Fact]
    public async Task Take_UnderAWindowOfAnotherLength_GoesOnWithWhatWasTaken()
    {
        RateLimit Window(int count, int seconds) => new(0, 0, 0) { PerWindow = count, Window = TimeSpan.FromSeconds(seconds) };
        await GrantedOfAsync(2, User, Window(3, 60));
        await PassAsync(TimeSpan.FromSeconds(20));
        await GrantedOfAsync(1, User, Window(3, 60));

        Assert.Equal(2, await GrantedOfAsync(5, User, Window(5, 120)));
        Assert.Equal(1, await GrantedOfAsync(5, User, Window(4, 15)));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(4, await GrantedOfAsync(5, User, Window(4, 15)));
        Assert.Equal(0, await GrantedOfAsync(5, User, Window(4, 60)));
    }

    [Fact]
    public async Task Take_UnderTwoWindowsThatTakeTurns_IsRefused_UntilBothAreOver()
    {
        RateLimit[] turns = [new(0, 0, 0) { PerWindow = 1, Window = TimeSpan.FromSeconds(60) }, new(0, 0, 0) { PerWindow = 1, Window = TimeSpan.FromSeconds(77) }];
        await TakeAsync(User, turns[0]);
        for (int i = 0; i < 58; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.NotEqual(TimeSpan.Zero, await TakeAsync(User, turns[i % 2]));
        }

        await PassAsync(TimeSpan.FromSeconds(24));
        Assert.Equal(TimeSpan.Zero, await TakeAsync(User, turns[1]));
    }

    protected ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit) => Store.TakeAsync(key, limit, CancellationToken.None);

    protected async Task<int> GrantedOfAsync(int attempts, LimitKey key, RateLimit limit)
    {
        int granted = 0;
        for (int i = 0; i < attempts; i++)
        {
            if (await TakeAsync(key, limit) == TimeSpan.Zero)
                granted++;
        }

        return granted;
    }
}
