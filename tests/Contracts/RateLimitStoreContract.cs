using Streaming.Actors.Limits;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IRateLimitStore"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so
/// that an adapter with a clock of its own can wait instead.
/// </summary>
public abstract class RateLimitStoreContract
{
    private const string User = "user:ada";

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

        Assert.Equal(TimeSpan.Zero, await TakeAsync("user:bob", limit));
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

    protected ValueTask<TimeSpan> TakeAsync(string key, RateLimit limit) => Store.TakeAsync(key, limit, CancellationToken.None);

    protected async Task<int> GrantedOfAsync(int attempts, string key, RateLimit limit)
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
