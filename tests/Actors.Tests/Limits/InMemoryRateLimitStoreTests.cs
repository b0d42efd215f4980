using Streaming.Actors.Limits;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Limits;

public sealed class InMemoryRateLimitStoreTests : RateLimitStoreContract
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryRateLimitStore _store;

    public InMemoryRateLimitStoreTests() => _store = new InMemoryRateLimitStore(_clock, maxKeys: 100);

    protected override IRateLimitStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Take_AfterEverythingFilledUp_RemembersOnlyTheOneWhoTakes()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0);
        for (int i = 0; i < 50; i++)
            await TakeAsync(new LimitKey("user", $"{i}"), limit);
        Assert.Equal(50, _store.Count);

        await PassAsync(TimeSpan.FromSeconds(11));
        await TakeAsync(new LimitKey("user", "next"), limit);

        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task Take_ByOneWhoKeepsSpending_IsNotForgotten()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0);
        await GrantedOfAsync(10, new LimitKey("user", "busy"), limit);
        for (int i = 0; i < 15; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await GrantedOfAsync(3, new LimitKey("user", "busy"), limit));
        }
    }

    [Fact]
    public async Task WaitFor_UnderAChangedLimit_IsOfWhatWasSpent_AndRemembersNobodyNew()
    {
        var ada = new LimitKey("user", "ada");
        await GrantedOfAsync(10, ada, new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0));

        Assert.Equal(TimeSpan.FromSeconds(2), _store.WaitFor(ada, new RateLimit(PerSecond: 0.5, Burst: 20, PerMinute: 0)));
        Assert.Equal(TimeSpan.Zero, _store.WaitFor(new LimitKey("user", "bob"), new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0)));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task Take_ByMoreThanCanBeKept_StaysWithinTheBound()
    {
        var limit = new RateLimit(PerSecond: 1, Burst: 10, PerMinute: 0);
        for (int i = 0; i < 1000; i++)
            Assert.Equal(TimeSpan.Zero, await TakeAsync(new LimitKey("user", $"{i}"), limit));

        Assert.InRange(_store.Count, 1, 100);
    }
}
