using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Limits;

public sealed class RedisConnectionCountsTests : ConnectionCountsContract, IClassFixture<RedisServer>, IDisposable
{
    private static readonly ConnectionCaps One = new(PerUser: 1, PerAddress: 0, Guests: 0);
    private static readonly ConnectionCaps Many = new(PerUser: 0, PerAddress: 1_000_000, Guests: 1_000_000);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    private readonly IServer _server;
    private readonly IDatabase _store;
    private readonly RedisKeys _keys = new($"{Guid.NewGuid():n}:");
    private readonly ManualTimeProvider _clock = new();
    private readonly RedisGate _gate;
    private readonly List<RedisConnectionCounts> _nodes = [];

    public RedisConnectionCountsTests(RedisServer redis)
    {
        _gate = new RedisGate(redis.Redis, TimeProvider.System);
        (_server, _store) = (redis.Redis.GetServers()[0], redis.Redis.GetDatabase());
        for (int i = 0; i < 2; i++)
            _nodes.Add(new RedisConnectionCounts(_gate, _keys, $"n{i}", Lease, _clock));
    }

    public void Dispose() => _nodes.ForEach(static node => node.Dispose());

    protected override IConnectionCounts Node(int number) => _nodes[number];

    protected override Task SettleAsync() => Task.WhenAll(_nodes.Select(static node => node.SettleAsync()));

    [Fact]
    public async Task NodeThatIsGone_HoldsNothingAfterItsLease()
    {
        var ada = new UserId("ada");
        await TakeAsync(0, Place(ada), One);
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(1, Place(ada), One));
        _nodes[0].Dispose();

        await RedisServer.PassAsync(_server, Lease);

        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(1, Place(ada), One));
    }

    [Fact]
    public async Task NodeThatRenews_KeepsItsPlaces_AndAsksRedisOnceATime()
    {
        var ada = new UserId("ada");
        await TakeAsync(0, Place(ada), One);

        // The first sends the script's text as well.
        long before = await CallsAsync();
        _clock.Advance(Lease / 3);
        await ReachAsync(async () => await CallsAsync() > before);
        await _nodes[1].SettleAsync();
        before = 0;
        for (int i = 1; i <= 6; i++)
        {
            long last = await CallsAsync();
            before = i == 1 ? last : before;
            await RedisServer.PassAsync(_server, Lease / 3);
            _clock.Advance(Lease / 3);
            await ReachAsync(async () => await CallsAsync() > last);
        }

        Assert.InRange(await CallsAsync() - before, 6, 7);
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(1, Place(ada), One));
    }

    [Fact]
    public async Task NodeThatWasGivenUp_AndComesBack_TellsItsPlacesAnew()
    {
        var ada = new UserId("ada");
        ConnectionPlace place = Place(ada);
        await TakeAsync(0, place, One);
        await RedisServer.PassAsync(_server, Lease);
        await TakeAsync(1, Place(new UserId("bob")), One); // sweeps
        Assert.Equal(0, await _store.HashExistsAsync(_keys.UserPlaces, "ada") ? 1 : 0);

        _clock.Advance(Lease / 3);

        await ReachAsync(async () => await _store.HashExistsAsync(_keys.UserPlaces, "ada"));
        Assert.Equal(PlaceOutcome.UserIsFull, await TakeAsync(1, Place(ada), One));
        Node(0).GiveBack(place);
        await SettleAsync();
        Assert.Equal(PlaceOutcome.Taken, await TakeAsync(1, Place(ada), One));
    }

    [Fact]
    public async Task RedisThatForgotEverything_IsToldOfAllPlaces_AndOfThoseGivenBackMeanwhileNot()
    {
        ConnectionPlace[] places = [.. Enumerable.Range(0, 1000).Select(i => Place(new UserId($"u{i}"), $"192.0.2.{i % 200}") with { IsGuest = i % 2 == 0 })];
        await Task.WhenAll(places.Select(place => TakeAsync(0, place, Many)));
        foreach (RedisKey key in new[] { _keys.Lives, _keys.PlaceHolders, _keys.PlacesHeld, _keys.UserPlaces, _keys.AddressPlaces, _keys.GuestPlaces })
            await _store.KeyDeleteAsync(key);

        _clock.Advance(Lease / 3);
        foreach (ConnectionPlace place in places.Take(300))
            Node(0).GiveBack(place);

        await ReachAsync(async () => await _store.HashLengthAsync(_keys.PlaceHolders) == 700 && (int)await _store.HashGetAsync(_keys.GuestPlaces, "all") == 350);
        foreach (ConnectionPlace place in places.Skip(300))
            Node(0).GiveBack(place);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RedisThatForgotEverything_AndIsToldByTheEarlierNodeFirst_CountsTheOneThatStays()
    {
        var itsTime = new ManualTimeProvider();
        using var later = new RedisConnectionCounts(_gate, _keys, "later", TimeSpan.FromMinutes(1), itsTime);
        using var earlier = new RedisConnectionCounts(_gate, _keys, "earlier", TimeSpan.FromMinutes(1), _clock);
        ConnectionPlace before = Place(new UserId("ada"));
        ConnectionPlace after = before with { Connection = new ConnectionId("after") };
        await earlier.TakeAsync(before, Many, default);
        await later.TakeAsync(after, Many, default);
        foreach (RedisKey key in new[] { _keys.Lives, _keys.PlaceHolders, _keys.PlacesHeld, _keys.UserPlaces, _keys.AddressPlaces, _keys.GuestPlaces })
            await _store.KeyDeleteAsync(key);

        _clock.Advance(TimeSpan.FromSeconds(20));
        await ReachAsync(async () => await _store.HashExistsAsync(_keys.UserPlaces, "ada"));
        itsTime.Advance(TimeSpan.FromSeconds(20));
        await ReachAsync(async () => await _store.HashExistsAsync(_keys.Lives, "later.2"));
        Assert.Contains($" {before.Connection} ", (string)(await _store.HashGetAsync(_keys.PlaceHolders, before.Session.Value))!, StringComparison.Ordinal);
        earlier.GiveBack(before);
        await earlier.SettleAsync();

        await ReachAsync(async () =>
        {
            itsTime.Advance(TimeSpan.FromSeconds(20));
            return await _store.HashExistsAsync(_keys.UserPlaces, "ada");
        });
        later.GiveBack(after);
        await later.SettleAsync();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RedisThatLostItsLastMoments_IsRidOfWhatWasGivenBackInThem()
    {
        await using var own = new RedisServerOfItsOwn();
        await own.Server.InitializeAsync();
        var gate = new RedisGate(own.Server.Redis, TimeProvider.System);
        using var node = new RedisConnectionCounts(gate, _keys, "n0", Lease, _clock);
        IDatabase store = own.Server.Redis.GetDatabase();
        ConnectionPlace stays = Place(new UserId("ada"));
        ConnectionPlace goes = Place(new UserId("bob"));
        await node.TakeAsync(stays, Many, default);
        await node.TakeAsync(goes, Many, default);
        await store.ExecuteAsync("SAVE");
        node.GiveBack(goes);
        await node.SettleAsync();
        Assert.False(await store.HashExistsAsync(_keys.UserPlaces, "bob"));

        // Back with what it has saved.
        await own.Server.KillAsync();
        await own.Server.StartAsync();
        await ReachAsync(async () => await store.HashExistsAsync(_keys.UserPlaces, "bob"));

        await ReachAsync(async () =>
        {
            _clock.Advance(Lease / 3);
            return !await store.HashExistsAsync(_keys.UserPlaces, "bob") && (int)await store.HashGetAsync(_keys.UserPlaces, "ada") == 1;
        });
    }

    [Fact]
    public async Task AnyComingsAndGoings_OnTwoNodes_EndAtNothing()
    {
        var random = new Random(7);
        var here = new List<(int Node, ConnectionPlace Place)>();
        for (int i = 0; i < 400; i++)
        {
            int node = random.Next(2);
            ConnectionPlace place = Place(new UserId($"u{random.Next(4)}"), $"192.0.2.{random.Next(3)}") with { IsGuest = random.Next(3) == 0 };
            if (here.Count > 0 && random.Next(3) == 0)
                place = place with { Session = here[random.Next(here.Count)].Place.Session };
            if (await TakeAsync(node, place, new ConnectionCaps(PerUser: 3, PerAddress: 4, Guests: 4)) == PlaceOutcome.Taken)
                here.Add((node, place));
            if (here.Count > 0 && random.Next(2) == 0)
            {
                var (where, gone) = here[random.Next(here.Count)];
                Node(where).GiveBack(gone);
                here.RemoveAll(one => one.Place == gone);
            }
        }

        here.ForEach(one => Node(one.Node).GiveBack(one.Place));
        await NothingIsLeftAsync();
    }

    private async Task NothingIsLeftAsync()
    {
        await SettleAsync();
        Assert.Equal(
            (0, 0, 0, 0, false),
            (await _store.HashLengthAsync(_keys.PlaceHolders), await _store.SortedSetLengthAsync(_keys.PlacesHeld),
                await _store.HashLengthAsync(_keys.UserPlaces), await _store.HashLengthAsync(_keys.AddressPlaces),
                await _store.KeyExistsAsync(_keys.GuestPlaces)));
    }

    private async Task<long> CallsAsync() =>
        (await _server.InfoAsync("commandstats")).SelectMany(static group => group)
            .Where(static one => one.Key is "cmdstat_evalsha" or "cmdstat_eval")
            .Sum(static one => long.Parse(one.Value.Split(',')[0].Split('=')[1]));

    private static async Task ReachAsync(Func<Task<bool>> reached)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                if (await reached())
                    return;
            }
            catch (RedisException)
            {
                // Not back yet.
            }

            await Task.Delay(5, deadline.Token);
        }
    }

    private sealed class RedisServerOfItsOwn : IAsyncDisposable
    {
        public RedisServer Server { get; } = new("--dbfilename", "counts.rdb");

        public async ValueTask DisposeAsync() => await Server.DisposeAsync();
    }
}
