using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    private static readonly UserId Ada = new("ada");
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void Admit_BeyondTheNodesLimit_IsRefused_AlsoForTheExempt()
    {
        var registry = Registry(perNode: 2);
        using var first = registry.TryAdmit(Home, isExempt: false);
        var second = registry.TryAdmit(null, isExempt: true);

        Assert.Null(registry.TryAdmit(Home, isExempt: true));
        second!.Dispose();
        Assert.NotNull(registry.TryAdmit(Home, isExempt: true));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Admit_BeyondAnAddressesLimit_IsRefused(string first, string second, bool isSame)
    {
        var registry = Registry(perIp: 1);
        registry.TryAdmit(IPAddress.Parse(first), isExempt: false);

        Assert.Equal(isSame, registry.TryAdmit(IPAddress.Parse(second), isExempt: false) is null);
    }

    [Fact]
    public void Admit_OfTheExemptAndThoseWithoutAddress_CountsForNoAddress()
    {
        var registry = Registry(perIp: 1);
        for (int i = 0; i < 5; i++)
        {
            Assert.NotNull(registry.TryAdmit(Home, isExempt: true));
            Assert.NotNull(registry.TryAdmit(null, isExempt: false));
        }

        Assert.NotNull(registry.TryAdmit(Home, isExempt: false));
    }

    [Fact]
    public void Bind_BeyondTheUsersLimit_IsRefused_UntilOneGoes()
    {
        var registry = Registry(perUser: 1);
        var first = registry.TryAdmit(Home, false)!;
        var second = registry.TryAdmit(Home, false)!;

        Assert.Equal(Admission.Granted, first.Bind(Ada, new Live()));
        Assert.Equal(Admission.LimitReached, second.Bind(Ada, new Live()));
        Assert.Equal(Admission.Granted, registry.TryAdmit(Home, false)!.Bind(new UserId("bob"), new Live()));
        first.Dispose();
        Assert.Equal(Admission.Granted, second.Bind(Ada, new Live()));
    }

    [Fact]
    public void Unbind_FreesTheUsersPlaceAtOnce_AndOnlyOnce()
    {
        var registry = Registry(perUser: 1);
        var replaced = registry.TryAdmit(Home, false)!;
        replaced.Bind(Ada, new Live());
        replaced.Unbind();
        var successor = registry.TryAdmit(Home, false)!;

        Assert.Equal(Admission.Granted, successor.Bind(Ada, new Live()));
        replaced.Dispose();
        Assert.Equal(Admission.LimitReached, registry.TryAdmit(Home, false)!.Bind(Ada, new Live()));
    }

    [Fact]
    public async Task Drain_TellsTheLive_RefusesTheLate_AndEndsWithTheLast()
    {
        var registry = Registry();
        var lease = registry.TryAdmit(Home, false)!;
        var late = registry.TryAdmit(Home, false)!;
        var live = new Live();
        lease.Bind(Ada, live);

        Assert.Equal([live], registry.BeginDrain());
        Assert.Equal(Admission.Draining, late.Bind(Ada, new Live()));
        var empty = registry.WhenEmptyAsync();
        lease.Dispose();
        Assert.False(empty.IsCompleted);
        late.Dispose();
        await empty.WaitAsync(Eventually.Patience);
    }

    [Fact]
    public void Dispose_Twice_CountsOnce()
    {
        var registry = Registry();
        var first = registry.TryAdmit(Home, false)!;
        using var second = registry.TryAdmit(Home, false);
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, registry.Count);
    }

    [Fact]
    public void AnyComingsAndGoings_StayWithinTheLimits_AndEndAtNothing()
    {
        var steps = Gen.ListOf(
            from user in Gen.Choose(0, 3)
            from address in Gen.Choose(0, 2)
            from exempt in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from leaves in Gen.Choose(0, 3)
            select (user, address, exempt, leaves));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(steps), script =>
        {
            var registry = Registry(perUser: 2, perIp: 3, perNode: 6);
            var here = new List<(ConnectionLease Lease, int User, int Address, bool Exempt)>();
            foreach (var (user, address, exempt, leaves) in script)
            {
                if (registry.TryAdmit(IPAddress.Parse($"192.0.2.{address}"), exempt) is { } lease)
                {
                    if (lease.Bind(new UserId($"user-{user}"), new Live()) == Admission.Granted)
                        here.Add((lease, user, address, exempt));
                    else
                        lease.Dispose();
                }

                if (leaves == 0 && here.Count > 0)
                {
                    here[0].Lease.Dispose();
                    here.RemoveAt(0);
                }

                Assert.Equal(here.Count, registry.Count);
                Assert.InRange(here.Count, 0, 6);
                Assert.All(here.Where(one => !one.Exempt).CountBy(one => one.User), count => Assert.InRange(count.Value, 1, 2));
                Assert.All(here.Where(one => !one.Exempt).CountBy(one => one.Address), count => Assert.InRange(count.Value, 1, 3));
            }

            foreach (var one in here)
                one.Lease.Dispose();
            Assert.Equal((0, 0), (registry.Count, registry.CountedKeys));
        }));
    }

    private static ConnectionRegistry Registry(int perUser = 0, int perIp = 0, int perNode = 0) => new(new LimitOptions
    {
        MaxConnectionsPerUser = perUser, MaxConnectionsPerIp = perIp, MaxConnectionsPerNode = perNode,
    });

    private sealed class Live : ILiveConnection
    {
        public void Drain(TimeSpan reconnectAfter)
        {
        }

        public void Close(CloseReason reason)
        {
        }
    }
}
