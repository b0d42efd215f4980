using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Xunit;

namespace Streaming.Contracts;

/// <summary>What every <see cref="IConnectionCounts"/> does. Derive per adapter.</summary>
public abstract class ConnectionCountsContract
{
    private const string Home = "192.0.2.1";

    private static readonly UserId Ada = new("ada");
    private static readonly ConnectionCaps NoCaps = new(PerUser: 1000, PerAddress: 0, Guests: 0);
    private int _connections;

    /// <summary>A node's own; two numbers are two nodes of one cluster.</summary>
    protected abstract IConnectionCounts Node(int number);

    /// <summary>Completes when what was given back is free.</summary>
    protected virtual Task SettleAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Take_BeyondTheUsersCap_IsRefused_OnEveryNode_UntilOneGoes(int node)
    {
        var caps = new ConnectionCaps(PerUser: 2, PerAddress: 0, Guests: 0);
        ConnectionPlace first = Place(Ada);
        await TakeAsync(0, first, caps);
        await TakeAsync(1, Place(Ada), caps);

        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(node, Place(Ada), caps));
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(node, Place(new UserId("bob")), caps));
        Node(0).GiveBack(first);
        await SettleAsync();
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(node, Place(Ada), caps));
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(node, Place(Ada), caps));
    }

    [Fact]
    public async Task Take_BeyondAnAddressesCap_IsRefused_WhosesoeverItIs()
    {
        var caps = new ConnectionCaps(PerUser: 0, PerAddress: 3, Guests: 0);
        for (int i = 0; i < 3; i++)
            Assert.Equal(PlaceOutcome.Taken, await TakeAsync(i % 2, Place(new UserId($"u{i}"), Home), caps));

        Assert.Equal(PlaceOutcome.AddressIsFull, await TakeAsync(0, Place(Ada, Home), caps));
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(Ada, "192.0.2.2"), caps));
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(Ada, address: null), caps));
    }

    [Fact]
    public async Task Take_BeyondTheGuestsCap_IsRefused_ForGuestsAlone()
    {
        var caps = new ConnectionCaps(PerUser: 0, PerAddress: 0, Guests: 2);
        ConnectionPlace first = Guest("g1");
        await TakeAsync(0, first, caps);
        await TakeAsync(1, Guest("g2"), caps);

        Assert.Equal(PlaceOutcome.GuestsAreFull, await TakeAsync(1, Guest("g3"), caps));
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(1, Place(Ada), caps));
        Node(0).GiveBack(first);
        await SettleAsync();
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(1, Guest("g3"), caps));
    }

    [Fact]
    public async Task Take_Refused_CostsNothingOfAnyCap()
    {
        await TakeAsync(0, Place(Ada, Home), new ConnectionCaps(1, 0, 0));
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(0, Place(Ada, "192.0.2.9"), new ConnectionCaps(1, 1, 0)));

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(new UserId("bob"), "192.0.2.9"), new ConnectionCaps(1, 1, 0)));
        Assert.Equal(PlaceOutcome.AddressIsFull, await TakeAsync(0, Place(new UserId("cleo"), Home), new ConnectionCaps(1, 1, 0)));
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(new UserId("cleo"), "192.0.2.10"), new ConnectionCaps(1, 1, 0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Take_ForASessionAtEveryCap_TakesOverItsPlace(int node)
    {
        var caps = new ConnectionCaps(PerUser: 1, PerAddress: 1, Guests: 1);
        ConnectionPlace before = Guest("g1") with { Address = Home };
        await TakeAsync(0, before, caps);
        ConnectionPlace after = before with { Connection = NextConnection() };

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(node, after, caps));

        // The connection before notices late, and gives back what is not its own any more.
        Node(0).GiveBack(before);
        await SettleAsync();
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(node, Guest("g1"), caps));
        Node(node).GiveBack(after);
        await SettleAsync();
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Guest("g1") with { Address = Home }, caps));
    }

    [Fact]
    public async Task Take_ForASessionFromAnotherAddress_FreesTheOneBefore()
    {
        var caps = new ConnectionCaps(PerUser: 1, PerAddress: 1, Guests: 0);
        ConnectionPlace before = Place(Ada, Home);
        await TakeAsync(0, before, caps);

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(1, before with { Connection = NextConnection(), Address = "192.0.2.2" }, caps));

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(new UserId("bob"), Home), caps));
    }

    [Fact]
    public async Task GiveBack_Twice_OrOfWhatWasNeverTaken_FreesNothingElse()
    {
        var caps = new ConnectionCaps(PerUser: 2, PerAddress: 0, Guests: 0);
        ConnectionPlace first = Place(Ada);
        await TakeAsync(0, first, caps);
        await TakeAsync(0, Place(Ada), caps);
        Node(0).GiveBack(first);
        Node(0).GiveBack(first);
        Node(1).GiveBack(Place(Ada));
        await SettleAsync();

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(0, Place(Ada), caps));
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(0, Place(Ada), caps));
    }

    [Fact]
    public async Task Take_WithoutACap_IsCountedForALaterOne()
    {
        for (int i = 0; i < 5; i++)
            Assert.Equal(PlaceOutcome.Taken, await TakeAsync(i % 2, Place(Ada, Home), NoCaps));

        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(0, Place(Ada), new ConnectionCaps(PerUser: 5, PerAddress: 0, Guests: 0)));
        Assert.Equal(PlaceOutcome.AddressIsFull, await TakeAsync(0, Place(Ada, Home), new ConnectionCaps(PerUser: 6, PerAddress: 5, Guests: 0)));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_OnTwoNodes_GrantsTheCap()
    {
        var caps = new ConnectionCaps(PerUser: 0, PerAddress: 20, Guests: 0);

        PlaceOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Task.Run(() => TakeAsync(i % 2, Place(new UserId($"u{i}"), Home), caps))));

        Assert.Equal(20, outcomes.Count(static outcome => outcome == PlaceOutcome.Taken));
    }

    protected Task<PlaceOutcome> TakeAsync(int node, ConnectionPlace place, ConnectionCaps caps) =>
        Node(node).TakeAsync(place, caps, CancellationToken.None).AsTask();

    protected ConnectionPlace Place(UserId user, string? address = null)
    {
        ConnectionId connection = NextConnection();
        return new ConnectionPlace(new SessionId($"s-{connection}"), connection, user, address, IsGuest: false);
    }

    private ConnectionPlace Guest(string name) => Place(new UserId(name)) with { IsGuest = true };

    private ConnectionId NextConnection() => new($"c{Interlocked.Increment(ref _connections)}");
}
