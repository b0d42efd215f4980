using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Limits;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Limits;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Noon = Some.Noon;

    [Fact]
    public void Take_GrantsItsDepthAtOnce_ThenTellsTheWait()
    {
        var bucket = new TokenBucket(perSecond: 4, depth: 2);

        Assert.Equal(TimeSpan.Zero, bucket.Take(Noon));
        Assert.Equal(TimeSpan.Zero, bucket.Take(Noon));
        Assert.Equal(TimeSpan.FromMilliseconds(250), bucket.Take(Noon));
        Assert.Equal(TimeSpan.FromMilliseconds(150), bucket.Take(Noon.AddMilliseconds(100))); // asking cost nothing
        Assert.Equal(TimeSpan.Zero, bucket.Take(Noon.AddMilliseconds(250)));
    }

    [Fact]
    public void Take_AfterALongTime_HasNoMoreThanItsDepth()
    {
        var bucket = new TokenBucket(perSecond: 4, depth: 2);
        bucket.Take(Noon);

        Assert.Equal(2, Enumerable.Range(0, 10).Count(_ => bucket.Take(Noon.AddDays(1)) == TimeSpan.Zero));
    }

    [Fact]
    public void Take_WhenTheClockGoesBack_GrantsNothingTwice()
    {
        var bucket = new TokenBucket(perSecond: 1, depth: 1);
        bucket.Take(Noon.AddSeconds(10));
        bucket.WaitFor(Noon); // ten seconds back

        Assert.True(bucket.Take(Noon.AddSeconds(10)) > TimeSpan.Zero);
    }

    [Fact]
    public void IsFull_TellsWhenItNeedNotBeRemembered()
    {
        var bucket = new TokenBucket(perSecond: 2, depth: 2);
        Assert.True(bucket.IsFull(Noon));
        bucket.Take(Noon);
        Assert.False(bucket.IsFull(Noon.AddMilliseconds(499)));
        Assert.True(bucket.IsFull(Noon.AddMilliseconds(500)));
    }

    [Fact]
    public void AnyTraffic_IsHeldToTheRate_AndEveryWaitIsTrue()
    {
        var cases =
            from perSecond in Gen.Choose(1, 1_000)
            from depth in Gen.Choose(1, 50)
            from gaps in Gen.Choose(0, 400).ListOf()
            select (perSecond, depth, gaps);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(cases), its =>
        {
            var bucket = new TokenBucket(its.perSecond, its.depth);
            DateTimeOffset now = Noon;
            int granted = 0;
            foreach (int gap in its.gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                TimeSpan wait = bucket.Take(now);
                if (wait == TimeSpan.Zero)
                {
                    granted++;
                }
                else
                {
                    TokenBucket copy = bucket;
                    Assert.Equal(TimeSpan.Zero, copy.Take(now + wait));
                }
            }

            Assert.True(granted <= its.depth + ((now - Noon).TotalSeconds * its.perSecond) + 1e-6);
        }));
    }
}
