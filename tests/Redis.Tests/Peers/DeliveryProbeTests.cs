using Streaming.Contracts;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Tests.Peers;

public sealed class DeliveryProbeTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly ManualTimeProvider _clock = new();
    private readonly DeliveryProbe _probe;

    public DeliveryProbeTests() => _probe = new DeliveryProbe(_clock, Quiet);

    [Fact]
    public void Heard_AtFirst_IsDelivery_AndNoReturn()
    {
        Assert.False(_probe.IsDelivering);
        Assert.False(_probe.Heard(_probe.Next()));
        Assert.True(_probe.IsDelivering);
    }

    [Fact]
    public void Heard_AfterABreak_IsAReturn_Once()
    {
        _probe.Heard(_probe.Next());
        _probe.Break();
        Assert.False(_probe.IsDelivering);

        Assert.True(_probe.Heard(_probe.Next()));
        Assert.True(_probe.IsDelivering);
        Assert.False(_probe.Heard(_probe.Next()));
    }

    /// <summary>It may have lain in a buffer since before the connection broke.</summary>
    [Fact]
    public void Heard_OfWhatWasSentBeforeTheBreak_ProvesNothing()
    {
        _probe.Heard(_probe.Next());
        ulong before = _probe.Next();
        _probe.Break();

        Assert.False(_probe.Heard(before));
        Assert.False(_probe.IsDelivering);
    }

    [Fact]
    public void FellQuiet_AfterSoLong_AndAgainAfterAsLong()
    {
        _probe.Heard(_probe.Next());
        _clock.Advance(Quiet - TimeSpan.FromTicks(1));
        Assert.False(_probe.FellQuiet());
        Assert.True(_probe.IsDelivering);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(_probe.FellQuiet());
        Assert.False(_probe.IsDelivering);
        Assert.False(_probe.FellQuiet());

        _clock.Advance(Quiet);
        Assert.True(_probe.FellQuiet());
        Assert.True(_probe.Heard(_probe.Next()));
    }

    [Fact]
    public void FellQuiet_WhileProbesComeBack_DoesNot()
    {
        for (int i = 0; i < 10; i++)
        {
            _probe.Heard(_probe.Next());
            _clock.Advance(Quiet / 2);
            Assert.False(_probe.FellQuiet());
        }
    }
}
