using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Limits;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Limits;

public sealed class SlidingWindowTests
{
    private static readonly DateTimeOffset Noon = Some.Noon;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Take_ComesBackWhenTheWindowHasPassed_AndALittleLater()
    {
        var window = new SlidingWindow(2, Minute);
        window.Take(Noon);
        window.Take(Noon.AddSeconds(30));

        TimeSpan wait = window.WaitFor(Noon.AddSeconds(31));
        Assert.InRange(wait, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(29) + (Minute / SlidingWindow.Slots));
        Assert.True(window.WaitFor(Noon.AddSeconds(31) + wait - TimeSpan.FromTicks(1)) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, window.WaitFor(Noon.AddSeconds(31) + wait));
    }

    [Fact]
    public void AnyTraffic_IsHeldToTheLimitInEveryWindow_AndEveryWaitIsTrue()
    {
        var cases =
            from limit in Gen.Choose(1, 30)
            from seconds in Gen.Choose(1, 100)
            from gaps in Gen.Frequency((3, Gen.Choose(0, 400)), (1, Gen.Choose(0, 20_000)), (1, Gen.Constant(0))).ListOf()
            select (limit, length: TimeSpan.FromSeconds(seconds), gaps);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(cases), its =>
        {
            var window = new SlidingWindow(its.limit, its.length);
            DateTimeOffset now = Noon;
            var granted = new List<DateTimeOffset>();
            foreach (int gap in its.gaps)
            {
                now += TimeSpan.FromMilliseconds(gap);
                TimeSpan wait = window.WaitFor(now);
                if (wait == TimeSpan.Zero)
                {
                    window.Take(now);
                    granted.Add(now);
                }
                else
                {
                    Assert.True(window.WaitFor(now + wait - TimeSpan.FromTicks(1)) > TimeSpan.Zero);
                    now += wait;
                    Assert.Equal(TimeSpan.Zero, window.WaitFor(now));
                }
            }

            for (int i = its.limit; i < granted.Count; i++)
                Assert.True(granted[i] - granted[i - its.limit] >= its.length);
        }));
    }
}
