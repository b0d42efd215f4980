using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="ILoginStore"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so that an adapter with a clock
/// of its own can wait instead.
/// </summary>
public abstract class LoginStoreContract
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly UserId Ann = new("ann");

    protected abstract ILoginStore Store { get; }

    /// <summary>The time of who asks.</summary>
    protected abstract DateTimeOffset Now { get; }

    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Use_GivesBackAllThatWasSaved()
    {
        var login = Login("a") with { Content = new byte[] { 0, 255, 10 }, ExchangedAt = Now };
        await SaveAsync(login);

        var used = await UseAsync("a");
        Assert.Equal(
            (login.User, login.Name, login.Secret, "", login.EndsAt, login.ExchangedAt),
            (used!.User, used.Name, used.Secret, used.EarlierSecret, used.EndsAt, used.ExchangedAt));
        Assert.Equal(login.Content.ToArray(), used.Content.ToArray());
        Assert.NotNull(await UseAsync("a"));
    }

    [Fact]
    public async Task Use_OfWhatIsUnknown_IsNull()
    {
        await SaveAsync(Login("a"));

        Assert.Null(await UseAsync("b"));
        Assert.Null(await Store.UseAsync(new UserId("bob"), "a", Long, Now, CancellationToken.None));
    }

    [Fact]
    public async Task Use_AfterItsTimeWithoutUse_IsNull_AndEachUseBeginsItAnew()
    {
        await SaveAsync(Login("a"), Short);
        await SaveAsync(Login("b"), Short);
        await PassAsync(Short / 2);
        Assert.NotNull(await UseAsync("b", Short * 2));
        await PassAsync(Short / 2 + Tick);

        Assert.Null(await UseAsync("a"));
        Assert.NotNull(await UseAsync("b"));
    }

    [Fact]
    public async Task Use_AfterItsEnd_IsNull_HoweverMuchItWasUsed()
    {
        await SaveAsync(Login("a") with { EndsAt = Now + Short });
        Assert.NotNull(await UseAsync("a"));
        await PassAsync(Short + Tick);

        Assert.Null(await UseAsync("a"));
    }

    [Fact]
    public async Task Exchange_PutsAnotherSecretInThePlace_Once()
    {
        await SaveAsync(Login("a"));
        var now = Now;

        Assert.True(await ExchangeAsync("a", "secret of a", "next", now));
        Assert.False(await ExchangeAsync("a", "secret of a", "other", now));
        Assert.False(await ExchangeAsync("nobody", "secret of a", "other", now));
        var used = await UseAsync("a");
        Assert.Equal(("next", "secret of a", now), (used!.Secret, used.EarlierSecret, used.ExchangedAt));
    }

    [Fact]
    public async Task Exchange_BeforeTheNewOneWasShown_KeepsWhatTheBrowserHas()
    {
        await SaveAsync(Login("a"));
        Assert.True(await ExchangeAsync("a", "secret of a", "lost", Now));
        Assert.True(await Store.ExchangeAsync(Ann, "a", "lost", "secret of a", "next", Now, CancellationToken.None));

        var used = await UseAsync("a");
        Assert.Equal(("next", "secret of a", null), (used!.Secret, used.EarlierSecret, used.ConfirmedAt));
    }

    [Fact]
    public async Task Confirm_NotesTheFirstShowingOfTheSecretOfNow_UntilItIsExchanged()
    {
        await SaveAsync(Login("a"));
        await ExchangeAsync("a", "secret of a", "next", Now);
        var first = Now;

        await Store.ConfirmAsync(Ann, "a", "secret of a", first, CancellationToken.None);
        Assert.Null((await UseAsync("a"))!.ConfirmedAt);
        await Store.ConfirmAsync(Ann, "a", "next", first, CancellationToken.None);
        await Store.ConfirmAsync(Ann, "a", "next", first + Tick, CancellationToken.None);
        Assert.Equal(first, (await UseAsync("a"))!.ConfirmedAt);
        await ExchangeAsync("a", "next", "third", first);
        Assert.Null((await UseAsync("a"))!.ConfirmedAt);

        await Store.ConfirmAsync(Ann, "nobody", "next", first, CancellationToken.None);
        Assert.Null(await UseAsync("nobody"));
    }

    // What a user has is counted as long as any of it lasts, whichever came last.
    [Fact]
    public async Task Save_OfAShortOne_ForgetsNoneOfTheLongOnes()
    {
        for (int i = 0; i < ILoginStore.MaxPerUser; i++)
        {
            await SaveAsync(Login($"l{i}"));
            await PassAsync(TimeSpan.FromMilliseconds(2));
        }

        await SaveAsync(Login("short") with { EndsAt = Now + Short });
        await PassAsync(Short + Tick);
        await SaveAsync(Login("x"));
        await PassAsync(TimeSpan.FromMilliseconds(2));
        await SaveAsync(Login("y"));

        Assert.Null(await UseAsync("l0"));
        Assert.Null(await UseAsync("l1"));
        Assert.NotNull(await UseAsync("y"));
    }

    [Fact]
    public async Task Exchange_ByManyAtOnce_IsDoneByOne()
    {
        await SaveAsync(Login("a"));
        var now = Now;

        bool[] done = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => ExchangeAsync("a", "secret of a", $"s{i}", now))));

        Assert.Single(done, static one => one);
    }

    [Fact]
    public async Task End_IsForGood()
    {
        await SaveAsync(Login("a"));
        await SaveAsync(Login("b"));

        Assert.True(await Store.EndAsync(Ann, "a", CancellationToken.None));
        Assert.False(await Store.EndAsync(Ann, "a", CancellationToken.None));
        Assert.Null(await UseAsync("a"));
        Assert.False(await ExchangeAsync("a", "secret of a", "next", Now));
        Assert.NotNull(await UseAsync("b"));
    }

    [Fact]
    public async Task Save_BeyondWhatAUserHas_EndsTheOldest()
    {
        for (int i = 0; i <= ILoginStore.MaxPerUser; i++)
        {
            await SaveAsync(Login($"l{i}"));
            // They are told apart by when they began, in milliseconds.
            await PassAsync(TimeSpan.FromMilliseconds(2));
        }

        await SaveAsync(Login("bobs") with { User = new UserId("bob") });
        Assert.Null(await UseAsync("l0"));
        for (int i = 1; i <= ILoginStore.MaxPerUser; i++)
            Assert.NotNull(await UseAsync($"l{i}"));
    }

    private LoginRecord Login(string name) => new(Ann, name, $"secret of {name}", Now + Long, new byte[] { 1 });

    private ValueTask SaveAsync(LoginRecord login, TimeSpan? idle = null) => Store.SaveAsync(login, idle ?? Long, Now, CancellationToken.None);

    private Task<LoginRecord?> UseAsync(string name, TimeSpan? idle = null) =>
        Store.UseAsync(Ann, name, idle ?? Long, Now, CancellationToken.None).AsTask();

    private Task<bool> ExchangeAsync(string name, string before, string after, DateTimeOffset now) =>
        Store.ExchangeAsync(Ann, name, before, before, after, now, CancellationToken.None).AsTask();
}
