using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="ISessionStore"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so
/// that an adapter with a clock of its own can wait instead.
/// </summary>
public abstract class SessionStoreContract
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly UserId Ann = new("ann");
    private static readonly UserId Bob = new("bob");

    protected abstract ISessionStore Store { get; }

    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Take_GivesBackAllThatWasSaved()
    {
        var record = new SessionRecord(
            new SessionId("s1"), "t1", new NodeId("n1"), Ann, Role.Moderator, [new SessionRoom(new RoomId("b"), Echo: false), new SessionRoom(new RoomId("a"), Echo: true)])
        {
            OpenedAt = new DateTimeOffset(2026, 11, 27, 3, 0, 0, TimeSpan.Zero),
            Channels =
            [
                new SessionChannel(NamePattern.Exactly("prices.eur"), """{"a":1}"""u8.ToArray(), Echo: false),
                new SessionChannel(NamePattern.All, default, Echo: true),
            ],
            Watched = [Ann, Bob],
            Chosen = new UserStatus(Availability.Busy, "in a meeting", """{"a":1}"""u8.ToArray(), "drawing"),
            Device = Devices.Tablet,
            ActiveAt = new DateTimeOffset(2026, 11, 27, 2, 59, 0, TimeSpan.Zero),
        };
        await SaveAsync(record);

        Content.AssertSame(record, await TakeAsync("t1", Ann, Role.Member));
    }

    [Fact]
    public async Task Expelled_IsRemembered_ForItsTime_AndTheLatestCounts()
    {
        DateTimeOffset first = new DateTimeOffset(2026, 11, 27, 3, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
        await Store.NoteExpelledAsync(Ann, first, Long, CancellationToken.None);
        await Store.NoteExpelledAsync(Ann, first.AddSeconds(1), Ttl, CancellationToken.None);

        Assert.Equal(first.AddSeconds(1), await Store.FindExpelledAsync(Ann, CancellationToken.None));
        Assert.Null(await Store.FindExpelledAsync(Bob, CancellationToken.None));

        await PassAsync(Ttl + TimeSpan.FromMilliseconds(100));
        Assert.Null(await Store.FindExpelledAsync(Ann, CancellationToken.None));
    }

    [Fact]
    public async Task Take_Twice_GivesItOnce()
    {
        await SaveAsync(Session("t1", Ann));

        Assert.NotNull(await TakeAsync("t1", Ann));
        Assert.Null(await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_GivesItToOne()
    {
        await SaveAsync(Session("t1", Ann));

        SessionRecord?[] taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => TakeAsync("t1", Ann))));

        Assert.Single(taken, one => one is not null);
    }

    [Fact]
    public async Task Take_OfAnUnknownToken_IsNull() => Assert.Null(await TakeAsync("nowhere", Ann));

    [Fact]
    public async Task Take_ByAnotherUser_IsNull_AndItStaysForWhoseItIs()
    {
        await SaveAsync(Session("t1", Ann));

        Assert.Null(await TakeAsync("t1", Bob));
        Assert.NotNull(await TakeAsync("t1", Ann));
    }

    /// <summary>Whose session it is, who asks as what, and whether it is given.</summary>
    public static TheoryData<Role, string?, Role, bool> Rights => new()
    {
        { Role.Member, "ann", Role.Member, true },
        { Role.Member, "ann", Role.Admin, true }, // the same user, with another role by now
        { Role.Member, "ann", Role.Guest, false }, // a guest who took a user's name
        { Role.Member, null, Role.Guest, false },
        { Role.Member, null, Role.Member, false },
        { Role.Guest, "ann", Role.Guest, true },
        { Role.Guest, null, Role.Guest, true }, // knowing the token is enough
        { Role.Guest, "bob", Role.Guest, false },
        { Role.Guest, "ann", Role.Member, false }, // a user who has a guest's name
    };

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task Take_IsForItsOwnUser_AndGuestsAndUsersStayApart(Role its, string? user, Role role, bool given)
    {
        await SaveAsync(Session("t1", Ann) with { Role = its });

        SessionRecord? taken = await TakeAsync("t1", user is null ? null : new UserId(user), role);

        Assert.Equal(given, taken is not null);
        Assert.Equal(!given, await TakeAsync("t1", Ann, its) is not null);
    }

    [Fact]
    public async Task Take_AfterItsTime_IsNull()
    {
        await SaveAsync(Session("t1", Ann), Ttl);
        await PassAsync(Ttl + TimeSpan.FromMilliseconds(50));

        Assert.Null(await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Take_BeforeItsTime_GivesIt()
    {
        await SaveAsync(Session("t1", Ann), Long);
        await PassAsync(Ttl / 2);

        Assert.NotNull(await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Save_Again_TakesTheEarliersPlace_AndBeginsItsTimeAnew()
    {
        await SaveAsync(Session("t1", Ann), Ttl);
        await PassAsync(Ttl * 0.7);
        SessionRecord later = Session("t1", Ann) with { Rooms = [new SessionRoom(new RoomId("later"), Echo: true)] };
        await SaveAsync(later, Long);
        await PassAsync(Ttl * 0.7);

        Content.AssertSame(later, await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Save_AgainForAShorterTime_EndsEarlier()
    {
        await SaveAsync(Session("t1", Ann), Long);
        await SaveAsync(Session("t1", Ann), Ttl);
        await PassAsync(Ttl + TimeSpan.FromMilliseconds(50));

        Assert.Null(await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Renew_TakesTheEarliersPlace_AndBeginsItsTimeAnew()
    {
        await SaveAsync(Session("t1", Ann), Ttl * 2);
        SessionRecord later = Session("t1", Ann) with { Rooms = [new SessionRoom(new RoomId("later"), Echo: true)] };
        await Store.RenewAsync(later, Long, CancellationToken.None);
        await PassAsync(Ttl * 2);

        Content.AssertSame(later, await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Renew_OfOneThatWasTakenRemovedOrNeverThere_DoesNotBringItBack()
    {
        await SaveAsync(Session("t1", Ann));
        await SaveAsync(Session("t2", Ann));
        await TakeAsync("t1", Ann);
        await Store.RemoveAsync("t2", CancellationToken.None);
        foreach (string token in (string[])["t1", "t2", "t3"])
        {
            await Store.RenewAsync(Session(token, Ann), Ttl, CancellationToken.None);
            Assert.Null(await TakeAsync(token, Ann));
        }
    }

    [Fact]
    public async Task Renew_AfterItsTime_DoesNotBringItBack()
    {
        await SaveAsync(Session("t1", Ann), Ttl);
        await PassAsync(Ttl + TimeSpan.FromMilliseconds(50));
        await Store.RenewAsync(Session("t1", Ann), Ttl, CancellationToken.None);

        Assert.Null(await TakeAsync("t1", Ann));
    }

    [Fact]
    public async Task Remove_ForgetsIt_AndOnlyIt()
    {
        await SaveAsync(Session("t1", Ann));
        await SaveAsync(Session("t2", Ann));
        await Store.RemoveAsync("t1", CancellationToken.None);
        await Store.RemoveAsync("t1", CancellationToken.None);

        Assert.Null(await TakeAsync("t1", Ann));
        Assert.NotNull(await TakeAsync("t2", Ann));
    }

    private static SessionRecord Session(string token, UserId user) => new(new SessionId("s-" + token), token, new NodeId("n1"), user, Role.Member, []);

    private async Task SaveAsync(SessionRecord record, TimeSpan? ttl = null) => await Store.SaveAsync(record, ttl ?? Long, CancellationToken.None);

    private async Task<SessionRecord?> TakeAsync(string token, UserId? user, Role role = Role.Member) =>
        await Store.TakeAsync(token, user, role, CancellationToken.None);
}
