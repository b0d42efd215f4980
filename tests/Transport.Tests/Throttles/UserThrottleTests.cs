using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Throttles;
using Xunit;

namespace Streaming.Transport.Tests.Throttles;

/// <summary>What a request is counted against, and what follows when one of these has no room.</summary>
public sealed class UserThrottleTests : IMessageDestination
{
    private static readonly UserId Ada = new("ada");
    private static readonly Principal User = new() { UserId = Ada, Kind = PrincipalKind.User };
    private static readonly Principal Guest = User with { Kind = PrincipalKind.Guest };
    private static readonly ConnectionId Here = new("c1");

    private readonly ManualTimeProvider _clock = new();
    private readonly StreamingOptions _options = new();

    /// <summary>What is set, who asks and how often at once, and how many get through.</summary>
    public static TheoryData<string, Action<RateLimitOptions>, LimitedAction, Principal, int> Tables => new()
    {
        { "messages have the burst", static _ => { }, LimitedAction.MessageSend, User, 20 },
        { "all else has five times that", static _ => { }, LimitedAction.RoomJoin, User, 100 },
        { "malformed ones too", static _ => { }, LimitedAction.Other, User, 100 },
        { "what others see of one is changed less often", static _ => { }, LimitedAction.PresenceUpdate, User, 20 },
        { "an action's own bucket", static its => its.Actions.Typing = Rate(2, 5), LimitedAction.Typing, User, 5 },
        { "which is no other's", static its => its.Actions.Typing = Rate(2, 5), LimitedAction.History, User, 100 },
        { "an action's window", static its => its.Actions.RoomJoin = Window(7), LimitedAction.RoomJoin, User, 7 },
        { "messages too", static its => its.Actions.MessageSend = Window(3), LimitedAction.MessageSend, User, 3 },
        { "a wider one changes nothing", static its => its.Actions.MessageSend = Window(50), LimitedAction.MessageSend, User, 20 },
        { "a connection's", static its => its.PerConnection = Rate(1, 4), LimitedAction.MessageSend, User, 4 },
        { "an address's", static its => its.PerIp = Rate(1, 6), LimitedAction.MessageSend, User, 6 },
        { "of credentials with limits", static _ => { }, LimitedAction.MessageSend, User with { Limits = new PrincipalLimits { Burst = 2 } }, 2 },
        { "which may be wider", static _ => { }, LimitedAction.MessageSend, User with { Limits = new PrincipalLimits { Burst = 40 } }, 40 },
        { "the minute holds beside the burst", static its => its.MessagesPerMinute = 8, LimitedAction.MessageSend, User, 8 },
        { "not for the exempt", static its => its.PerIp = Rate(1, 6), LimitedAction.MessageSend, User with { IsExemptFromLimits = true }, 200 },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task AtOnce_AsManyGetThroughAsTheNarrowestLimitHas(
        string _, Action<RateLimitOptions> set, LimitedAction action, Principal principal, int granted)
    {
        set(_options.RateLimit);
        Assert.Equal(granted, await GrantedAsync(Throttle(), action, principal, Here, 200));
    }

    [Fact]
    public async Task GuestsOverRest_AreHeldTogetherByAddress_AsTheirNamesAreTheirOwnChoice()
    {
        _options.RateLimit.GuestRequests = Rate(1, 9);
        var throttle = Throttle();
        int granted = 0;
        for (int i = 0; i < 50; i++)
        {
            var name = new UserId($"guest-{i}");
            using var context = Context(Guest with { UserId = name }, connection: default, name);
            granted += await throttle.SpendAsync(context, LimitedAction.History, default) is StageResult.Passed ? 1 : 0;
        }

        Assert.Equal(9, granted);
        Assert.Equal(100, await GrantedAsync(throttle, LimitedAction.History, Guest, Here, 200));
    }

    [Fact]
    public async Task WhereAddressesTellNobodyApart_NoneIsCounted()
    {
        _options.Limits.MaxConnectionsPerIp = 0;
        _options.RateLimit.PerIp = Rate(1, 3);
        Assert.Equal(20, await GrantedAsync(Throttle(), LimitedAction.MessageSend, User, Here, 200));
    }

    [Fact]
    public async Task RefusedByOne_NothingIsSpentOfTheOthers()
    {
        _options.RateLimit.Actions.Typing = Rate(0.001, 5);
        var throttle = Throttle();
        Assert.Equal(5, await GrantedAsync(throttle, LimitedAction.Typing, User, Here, 90));

        Assert.Equal(95, await GrantedAsync(throttle, LimitedAction.Read, User, Here, 200));
    }

    /// <summary>What is set besides, the rooms of a stream, and how many such streams are to be had at once.</summary>
    public static TheoryData<string, Action<RateLimitOptions>, Principal, int, int> Streams => new()
    {
        { "as much as joining each", static _ => { }, User, 30, 3 },
        { "more than there can be", static its => its.BurstSize = 4, User, 50, 1 },
        { "the action's bucket", static its => its.Actions.RoomJoin = Rate(1, 30), User, 10, 3 },
        { "the action's window", static its => its.Actions.RoomJoin = Window(30), User, 10, 3 },
        { "the action's minute", static its => its.Actions.RoomJoin = new RateLimit(0, 0, PerMinute: 30), User, 10, 3 },
        { "more than that", static its => its.Actions.RoomJoin = Window(7), User, 50, 1 },
        { "more than the address may", static its => its.PerIp = Rate(1, 6), User, 50, 1 },
        { "more than guests may", static its => its.GuestRequests = Rate(1, 8), Guest, 50, 1 },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Streams_CostTheirRooms_AndNoMoreThanThereCanBe(
        string _, Action<RateLimitOptions> set, Principal principal, int rooms, int granted)
    {
        set(_options.RateLimit);
        var throttle = Throttle();
        int streams = 0;
        for (int i = 0; i < 20; i++)
            streams += await throttle.SpendOnRoomsAsync(principal, Ada, "192.0.2.1", rooms, default) is StageResult.Passed ? 1 : 0;

        Assert.Equal(granted, streams);
    }

    [Fact]
    public async Task AStreamThatIsRefused_CostsNothing_AndIsToBeHadInTheEnd()
    {
        _options.RateLimit.Actions.RoomJoin = Rate(1, 50);
        var throttle = Throttle();
        await throttle.SpendOnRoomsAsync(User, Ada, "192.0.2.1", 30, default);
        for (int i = 0; i < 29; i++)
        {
            Assert.IsType<StageResult.Refused>(await throttle.SpendOnRoomsAsync(User, Ada, "192.0.2.1", 50, default));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<StageResult.Passed>(await throttle.SpendOnRoomsAsync(User, Ada, "192.0.2.1", 50, default));
    }

    public static TheoryData<string, Action<RateLimitOptions>> Floods => new()
    {
        { "of a connection", static its => its.PerConnection = Rate(1, 4) },
        { "of an action", static its => its.Actions.MessageSend = Rate(1, 4) },
        { "of an address", static its => its.PerIp = Rate(1, 4) },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task AFlood_TakesNothingFromTheOtherLimits_OnceOneHasRefused(string _, Action<RateLimitOptions> set)
    {
        set(_options.RateLimit);
        var store = new CountedStore(_clock);
        var throttle = new UserThrottle(store, new ThrottleLimits(new LiveSettings(_options)), new ThrottleCounters(), _options, _clock);
        Assert.Equal(4, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 5));

        int taken = store.Taken;
        Assert.Equal(0, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 500));
        Assert.Equal(taken, store.Taken);
    }

    /// <summary>One for both would be cut to the narrower with each message of the other.</summary>
    [Fact]
    public async Task CredentialsWithLimitsOfTheirOwn_AndThoseWithout_DoNotSpendFromEachOther()
    {
        var throttle = Throttle();
        Assert.Equal(2, await GrantedAsync(throttle, LimitedAction.MessageSend, User with { Limits = new PrincipalLimits { Burst = 2 } }, Here, 5));
        Assert.Equal(20, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 50));
    }

    [Fact]
    public void ForAnySettings_WhoeverWaitsAsToldGetsThrough_AndNotBefore()
    {
        var limits =
            from perSecond in Gen.Choose(1, 20)
            from burst in Gen.Choose(1, 10)
            from perMinute in Gen.Choose(0, 30)
            from perWindow in Gen.Choose(0, 15)
            from seconds in Gen.Choose(1, 60)
            select new RateLimit(perSecond, burst, perMinute) { PerWindow = perWindow, Window = TimeSpan.FromSeconds(seconds) };
        var cases =
            from user in limits
            from action in limits
            from connection in limits
            from address in limits
            from gaps in Gen.Choose(0, 900).ListOf()
            select (user, action, connection, address, gaps);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Arb.From(cases), its =>
        {
            var settings = new StreamingOptions
            {
                RateLimit =
                {
                    MessagesPerSecond = (int)its.user.PerSecond, BurstSize = its.user.Burst, MessagesPerMinute = (int)its.user.PerMinute + 1,
                    PerConnection = its.connection, PerIp = its.address, Actions = { MessageSend = its.action },
                },
            };
            var throttle = Throttle(settings);
            using var context = Context(User, Here);
            foreach (int gap in its.gaps)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(gap));
                if (Spend(throttle, context) is not { } wait)
                    continue;
                // Buckets count in fractions, and round what they tell up.
                var before = TimeSpan.FromMicroseconds(1);
                _clock.Advance(wait - before);
                Assert.NotNull(Spend(throttle, context));
                _clock.Advance(before);
                Assert.Null(Spend(throttle, context));
            }
        }));

        static TimeSpan? Spend(UserThrottle throttle, MessageContext context) =>
            SpendAtOnce(throttle, context) is StageResult.Refused refused ? refused.Error.RetryAfter : null;
    }

    [Fact]
    public void AMessageThatGetsThrough_AllocatesNothing()
    {
        _options.RateLimit.MessagesPerSecond = _options.RateLimit.BurstSize = 100_000;
        _options.RateLimit.MessagesPerMinute = 6_000_000;
        _options.RateLimit.PerIp = _options.RateLimit.PerConnection = Rate(100_000, 100_000);
        var throttle = Throttle();
        using var context = Context(User, Here);
        for (int i = 0; i < 100; i++)
            Assert.IsType<StageResult.Passed>(SpendAtOnce(throttle, context));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            SpendAtOnce(throttle, context);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task TheFactor_ChangesWhatIsEnforced_AndGivesNothingAway()
    {
        var limits = new ThrottleLimits(new LiveSettings(_options));
        var throttle = Throttle(_options, limits);
        Assert.Equal(20, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));
        limits.Factor = 0.5;
        Assert.Equal(0, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(10, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));

        limits.Factor = 1;
        Assert.Equal(0, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, await GrantedAsync(throttle, LimitedAction.MessageSend, User, Here, 100));
    }

    [Fact]
    public async Task Counters_TellWhatWasLetThroughAndRefused_ByScopeAndAction()
    {
        var counters = new ThrottleCounters();
        _options.RateLimit.Actions.Typing = Rate(1, 2);
        var throttle = new UserThrottle(
            new InMemoryRateLimitStore(_clock), new ThrottleLimits(new LiveSettings(_options)), counters, _options, _clock);
        await GrantedAsync(throttle, LimitedAction.Typing, User, Here, 5);

        // What one is known to refuse, the others are not asked for.
        Assert.Equal(
            [(ThrottleScope.User, LimitedAction.Typing, 2L), (ThrottleScope.Action, LimitedAction.Typing, 2L)], counters.Read(allowed: true));
        Assert.Equal([(ThrottleScope.Action, LimitedAction.Typing, 3L)], counters.Read(allowed: false));
    }

    ValueTask IMessageDestination.AcceptAsync(ClientMessage message) => ValueTask.CompletedTask;

    private static StageResult SpendAtOnce(UserThrottle throttle, MessageContext context)
    {
        var spending = throttle.SpendAsync(context, LimitedAction.MessageSend, default);
        return spending.IsCompletedSuccessfully ? spending.Result : throw new InvalidOperationException("It had to wait.");
    }

    private static RateLimit Rate(double perSecond, int burst) => new(perSecond, burst, PerMinute: 0);

    private static RateLimit Window(int count) => new(0, 0, 0) { PerWindow = count, Window = TimeSpan.FromMinutes(1) };

    private async Task<int> GrantedAsync(UserThrottle throttle, LimitedAction action, Principal principal, ConnectionId connection, int attempts)
    {
        using var context = Context(principal, connection);
        int granted = 0;
        for (int i = 0; i < attempts; i++)
            granted += await throttle.SpendAsync(context, action, default) is StageResult.Passed ? 1 : 0;
        return granted;
    }

    private UserThrottle Throttle() => Throttle(_options);

    private UserThrottle Throttle(StreamingOptions options, ThrottleLimits? limits = null) => new(
        new InMemoryRateLimitStore(_clock), limits ?? new ThrottleLimits(new LiveSettings(options)), new ThrottleCounters(), options, _clock);

    private sealed class CountedStore(TimeProvider clock) : IRateLimitStore
    {
        private readonly InMemoryRateLimitStore _store = new(clock);

        public int Taken { get; private set; }

        public ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit, CancellationToken cancellation)
        {
            Taken++;
            return _store.TakeAsync(key, limit, cancellation);
        }

        public TimeSpan WaitFor(LimitKey key, RateLimit limit) => _store.WaitFor(key, limit);

        public void GiveBack(LimitKey key, RateLimit limit) => _store.GiveBack(key, limit);
    }

    private MessageContext Context(Principal principal, ConnectionId connection, UserId? user = null) => new(
        principal, user ?? Ada, connection, Encoding.UTF8.GetBytes("{}"), isText: true, this)
    {
        Address = "192.0.2.1",
    };
}
