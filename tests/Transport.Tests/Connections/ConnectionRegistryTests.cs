using System.Net;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    private static readonly Principal Ada = new() { UserId = new UserId("ada"), Kind = PrincipalKind.User };

    private readonly InMemoryConnectionCounts _counts = new();
    private int _connections;

    [Fact]
    public void Admit_BeyondTheNodesLimit_IsRefused_UntilOneGoes()
    {
        var registry = Registry(perNode: 2);
        using var first = registry.TryAdmit();
        var second = registry.TryAdmit();

        Assert.Null(registry.TryAdmit());
        second!.Dispose();
        Assert.NotNull(registry.TryAdmit());
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Address_OfAHousehold_IsOne(string first, string second, bool isSame) =>
        Assert.Equal(isSame, ClientAddress.NameOf(IPAddress.Parse(first)) == ClientAddress.NameOf(IPAddress.Parse(second)));

    [Fact]
    public async Task TakePlace_BeyondTheUsersLimit_IsRefused_UntilOneGoes()
    {
        var registry = Registry(perUser: 1);
        var (first, outcome) = await TakeAsync(registry, Ada);
        Assert.Equal(PlaceOutcome.Taken, outcome);
        Assert.Equal(PlaceOutcome.UserIsFull, (await TakeAsync(registry, Ada)).Outcome);

        first.Dispose();

        Assert.Equal(PlaceOutcome.Taken, (await TakeAsync(registry, Ada)).Outcome);
    }

    public static TheoryData<string, Principal, int> OwnLimits => new()
    {
        { "as the settings say", Ada, 2 },
        { "narrower", Ada with { Limits = new PrincipalLimits { Connections = 1 } }, 1 },
        { "wider", Ada with { Limits = new PrincipalLimits { Connections = 4 } }, 4 },
        { "of other things", Ada with { Limits = new PrincipalLimits { Burst = 1 } }, 2 },
        { "exempt", Ada with { IsExemptFromLimits = true }, 10 },
        { "a guest", Ada with { Kind = PrincipalKind.Guest }, 1 },
    };

    [Theory]
    [MemberData(nameof(OwnLimits))]
    public async Task TakePlace_AsOftenAsThePrincipalMay(string _, Principal principal, int places)
    {
        var registry = Registry(perUser: 2, perIp: 5, guests: 1);
        int taken = 0;
        for (int i = 0; i < 10; i++)
            taken += (await TakeAsync(registry, principal)).Outcome == PlaceOutcome.Taken ? 1 : 0;

        Assert.Equal(places, taken);
    }

    [Fact]
    public async Task Dispose_GivesEverythingBack_Once()
    {
        var registry = Registry(perUser: 5, perIp: 5);
        var (first, _) = await TakeAsync(registry, Ada);
        var (second, _) = await TakeAsync(registry, Ada);
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, registry.Count);

        second.Dispose();
        Assert.Equal((0, 0), (registry.Count, _counts.Count));
    }

    [Fact]
    public async Task Drain_TellsTheLive_RefusesTheLate_AndEndsWithTheLast()
    {
        var registry = Registry();
        var lease = registry.TryAdmit()!;
        var late = registry.TryAdmit()!;
        var live = new Live();
        lease.Bind(live);

        Assert.Equal([live], registry.BeginDrain());
        Assert.Equal(Admission.Draining, late.Bind(new Live()));
        var empty = registry.WhenEmptyAsync();
        lease.Dispose();
        Assert.False(empty.IsCompleted);
        late.Dispose();
        await empty.WaitAsync(Eventually.Patience);
    }

    private async Task<(ConnectionLease Lease, PlaceOutcome Outcome)> TakeAsync(ConnectionRegistry registry, Principal principal)
    {
        var lease = registry.TryAdmit()!;
        int number = ++_connections;
        var place = new ConnectionPlace(
            new SessionId($"s{number}"), new ConnectionId($"c{number}"), principal.UserId, "192.0.2.1", principal.Kind == PrincipalKind.Guest);
        var outcome = await registry.TakePlaceAsync(lease, place, principal);
        if (outcome != PlaceOutcome.Taken)
            lease.Dispose();
        return (lease, outcome);
    }

    private ConnectionRegistry Registry(int perUser = 0, int perIp = 0, int perNode = 0, int guests = 0) => new(
        new LiveSettings(new StreamingOptions
        {
            Limits = { MaxConnectionsPerUser = perUser, MaxConnectionsPerIp = perIp, MaxConnectionsPerNode = perNode, MaxGuests = guests },
        }),
        _counts);

    private sealed class Live : ILiveConnection
    {
        public Principal Principal { get; private set; } = new() { UserId = new UserId("ann"), Kind = PrincipalKind.User };

        public bool TryExchange(Principal before, Principal next)
        {
            Principal = next;
            return true;
        }

        public void Drain(TimeSpan reconnectAfter)
        {
        }

        public void Close(CloseReason reason)
        {
        }
    }
}
