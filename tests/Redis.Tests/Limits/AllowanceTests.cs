using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Limits;
using Xunit;

namespace Streaming.Redis.Tests.Limits;

/// <summary>What is given back to a node's allowance, where Redis grants all that it is asked for.</summary>
public sealed class AllowanceTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<TokenRequest> _requests = [];

    [Fact]
    public async Task GivenBack_OfWhatWasTakenAhead_IsThereForTheNext_AndCostsRedisNothing()
    {
        var allowance = await SpenderAsync(new RateLimit(10, 1000, 0));
        int asked = _requests.Count;
        allowance.GiveBack();
        for (int i = 0; i < 100; i++)
        {
            await allowance.TryTake()!;
            allowance.GiveBack();
        }

        Assert.Equal(asked, _requests.Count);
    }

    [Fact]
    public async Task GivenBack_BeyondWhatRedisKnowsToBeHere_IsForRedisToGrant()
    {
        var allowance = await SpenderAsync(new RateLimit(10, 1000, 0));
        int ahead = _requests[^1].Ahead;
        for (int i = 0; i < ahead + 5; i++)
            allowance.GiveBack();

        int asked = _requests.Count;
        for (int i = 0; i < ahead; i++)
            await allowance.TryTake()!;
        Assert.Equal(asked, _requests.Count);
        await allowance.TryTake()!;
        Assert.Equal(5, _requests[^1].Back);
    }

    [Theory]
    [InlineData(0, 1000)] // too late: Redis may have granted it to another
    [InlineData(100, 0)] // of a window nothing is taken ahead
    public async Task GivenBack_StaleOrOfAWindow_IsForRedisToGrant(int perWindow, int milliseconds)
    {
        var allowance = await SpenderAsync(new RateLimit(10, 1000, 0) { PerWindow = perWindow, Window = TimeSpan.FromMinutes(1) });
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        allowance.GiveBack();

        int asked = _requests.Count;
        await allowance.TryTake()!;
        Assert.Equal(asked + 1, _requests.Count);
        Assert.True(_requests[^1].Back >= 1);
    }

    // Has some taken ahead, and has spent all of these.
    private async Task<Allowance> SpenderAsync(RateLimit limit)
    {
        var allowance = new Allowance(
            limit,
            request =>
            {
                _requests.Add(request);
                return Task.FromResult(new TokenGrant(request.Need + request.Ahead, default));
            },
            _clock);
        for (int i = 0; i < 1 + 2 + 4; i++)
            await allowance.TryTake()!;
        return allowance;
    }
}
