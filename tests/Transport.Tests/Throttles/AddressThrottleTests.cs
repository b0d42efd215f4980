using System.Net;
using Streaming.Contracts;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Throttles;
using Xunit;

namespace Streaming.Transport.Tests.Throttles;

public sealed class AddressThrottleTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    private readonly ManualTimeProvider _clock = new();
    private readonly StreamingOptions _options = new();

    [Fact]
    public void Connections_BeyondTheBurst_AreTurnedAway_UntilTheTimeThatIsTold()
    {
        var addresses = Addresses();
        for (int i = 0; i < 100; i++)
            Assert.Null(addresses.RefuseConnection(Home));

        var refused = addresses.RefuseConnection(Home)!;
        Assert.Equal((ErrorCode.RateLimited, TimeSpan.FromMilliseconds(50)), (refused.Code, refused.RetryAfter));
        Assert.Null(addresses.RefuseConnection(IPAddress.Parse("192.0.2.2")));
        _clock.Advance(refused.RetryAfter!.Value);
        Assert.Null(addresses.RefuseConnection(Home));
        Assert.Equal(1, addresses.Handshakes);
    }

    [Fact]
    public void Credentials_ThatDidNotHold_CloseTheDoorForTheirAddress_AndForNobodyElse()
    {
        var addresses = Addresses();
        for (int i = 0; i < 60; i++)
        {
            Assert.Null(addresses.RefuseCredentials(Home));
            addresses.NoteRefused(Home);
        }

        var refused = addresses.RefuseCredentials(Home)!;
        Assert.Equal((ErrorCode.RateLimited, TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));
        Assert.NotNull(addresses.RefuseCredentials(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.Null(addresses.RefuseCredentials(IPAddress.Parse("192.0.2.2")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(addresses.RefuseCredentials(Home));
    }

    [Fact]
    public void WhoIsNeverWrong_IsNotRemembered_AndAFloodOfAddressesIsBounded()
    {
        var addresses = Addresses();
        for (int i = 0; i < 1000; i++)
            Assert.Null(addresses.RefuseCredentials(Home));
        Assert.Equal(0, addresses.Count);

        for (int i = 0; i < 40_000; i++)
            addresses.NoteRefused(new IPAddress(0x0A000000L + i));
        Assert.InRange(addresses.Count, 1, 16_384);
    }

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 0)] // addresses tell nobody apart
    public void SwitchedOff_NobodyIsCounted(bool isOn, int perIp)
    {
        _options.RateLimitEnabled = isOn;
        _options.Limits.MaxConnectionsPerIp = perIp;
        var addresses = Addresses();
        for (int i = 0; i < 500; i++)
        {
            addresses.NoteRefused(Home);
            Assert.Null(addresses.RefuseConnection(Home));
        }

        Assert.Null(addresses.RefuseCredentials(Home));
        Assert.Equal(0, addresses.Count);
    }

    private AddressThrottle Addresses() => new(new LiveSettings(_options), _clock);
}
