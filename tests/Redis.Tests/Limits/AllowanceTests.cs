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
    public async Task GivenBack_BeyondWhatRedisKnowsToBeHere_GoesBackAtOnce_AndOnce()
    {
        var allowance = await SpenderAsync(new RateLimit(10, 1000, 0));
        int ahead = _requests[^1].Ahead;
        int asked = _requests.Count;
        for (int i = 0; i < ahead; i++)
            allowance.GiveBack();
        Assert.Equal(asked, _requests.Count);

        for (int i = 0; i < 5; i++)
            allowance.GiveBack();
        Assert.Equal(5, _requests.Skip(asked).Sum(static request => request.Unwanted));
        Assert.All(_requests.Skip(asked), static request => Assert.Equal((0, 0), (request.Need, request.Ahead)));

        // The first of them took along what was left.
        Assert.Equal(ahead, _requests[asked].Left);
        await allowance.TryTake()!;
        Assert.Equal((0, 0), (_requests[^1].Left, _requests[^1].Unwanted));
    }

    [Theory]
    [InlineData(0, 1000)] // too late: Redis may have granted it to another
    [InlineData(100, 0)] // of a window nothing is taken ahead
    public async Task GivenBack_StaleOrOfAWindow_GoesBackAtOnce(int perWindow, int milliseconds)
    {
        var allowance = await SpenderAsync(new RateLimit(10, 1000, 0) { PerWindow = perWindow, Window = TimeSpan.FromMinutes(1) });
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        int asked = _requests.Count;
        allowance.GiveBack();

        Assert.Equal(asked + 1, _requests.Count);
        Assert.Equal((0, 1), (_requests[^1].Need, _requests[^1].Unwanted));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 1)] // a window gives nothing back by itself
    public async Task GivenBack_WhileRedisIsLongInAnswering_GoesWithTheNextQuestion_ButNotLateIfTheBucketFills(int perWindow, int comesBack)
    {
        var answers = new Queue<TaskCompletionSource<TokenGrant>>();
        var limit = new RateLimit(10, 1000, 0) { PerWindow = perWindow, Window = TimeSpan.FromMinutes(1) };
        var allowance = new Allowance(limit, Ask, _clock);
        Task<TokenGrant> Ask(TokenRequest request)
        {
            _requests.Add(request);
            answers.Enqueue(new TaskCompletionSource<TokenGrant>());
            return answers.Last().Task;
        }

        var first = allowance.TryTake()!;
        answers.Dequeue().SetResult(new TokenGrant(1, default));
        await first;
        var second = allowance.TryTake()!;
        allowance.GiveBack();
        answers.Dequeue().SetResult(new TokenGrant(1, default));
        await second;
        Assert.Equal((0, 1), (_requests[^1].Need, _requests[^1].Unwanted));

        int asked = _requests.Count;
        allowance.GiveBack();
        _clock.Advance(Allowance.AheadFor);
        answers.Dequeue().SetResult(new TokenGrant(0, default));
        _ = allowance.TryTake();
        while (_requests[^1].Need == 0)
            answers.Dequeue().SetResult(new TokenGrant(0, default));
        Assert.Equal(1, _requests[^1].Need);
        var given = _requests.Skip(asked).Where(static request => request.Unwanted > 0).ToList();
        Assert.Equal(comesBack, given.Sum(static request => request.Unwanted));
        Assert.All(given, static request => Assert.Equal(Allowance.AheadFor, request.UnwantedFor));
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
