using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Xunit;

namespace Streaming.Contracts;

/// <summary>What every <see cref="ILastSeen"/> does. Derive per adapter.</summary>
public abstract class LastSeenContract
{
    private static readonly UserId Ann = new("ann");
    private static readonly UserId Bob = new("bob");
    private static readonly UserId Cy = new("cy");
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);

    /// <summary>A new and empty one, of one shard.</summary>
    protected abstract ILastSeen Create(int maxUsers);

    [Fact]
    public async Task Read_GivesBackWhatWasNoted_InTheOrderAskedFor()
    {
        ILastSeen store = Create(100);
        await NoteAsync(store, (Ann, Noon.AddTicks(7)), (Bob, Noon.AddHours(-1)));

        await AssertReadAsync(store, [Bob, Cy, Ann], Noon.AddHours(-1), null, Noon);
        Assert.Empty(await store.ReadAsync([], default));
    }

    [Fact]
    public async Task Note_ThatIsLate_ChangesNothing()
    {
        ILastSeen store = Create(100);
        await NoteAsync(store, (Ann, Noon));
        await NoteAsync(store, (Ann, Noon.AddSeconds(-1)));
        await AssertReadAsync(store, [Ann], Noon);

        await NoteAsync(store, (Ann, Noon.AddMilliseconds(1)));
        await AssertReadAsync(store, [Ann], Noon.AddMilliseconds(1));
    }

    [Fact]
    public async Task Note_OfManyAtOnce_TakesAll()
    {
        ILastSeen store = Create(1_000);
        UserId[] users = [.. Enumerable.Range(0, ILastSeen.MaxUsers).Select(static i => new UserId($"user-{i}"))];
        await store.NoteAsync([.. users.Select(static (user, i) => new Sighting(user, Noon.AddSeconds(i)))], default);

        Assert.Equal(users.Select(static (_, i) => (DateTimeOffset?)Noon.AddSeconds(i)), await store.ReadAsync([.. users], default));
    }

    [Fact]
    public async Task TooMany_ForgetsWhoWasSeenLongestAgo()
    {
        ILastSeen store = Create(maxUsers: 2);
        await NoteAsync(store, (Ann, Noon), (Bob, Noon.AddSeconds(1)));
        await NoteAsync(store, (Ann, Noon.AddSeconds(2)));
        await NoteAsync(store, (Cy, Noon.AddSeconds(3)));

        await AssertReadAsync(store, [Ann, Bob, Cy], Noon.AddSeconds(2), null, Noon.AddSeconds(3));
    }

    [Fact]
    public async Task TooLongAgo_IsForgotten()
    {
        ILastSeen store = Create(100);
        await NoteAsync(store, (Ann, Noon), (Bob, Noon.AddMilliseconds(1)));
        await NoteAsync(store, (Cy, Noon + ILastSeen.Kept + TimeSpan.FromMilliseconds(1)));

        await AssertReadAsync(store, [Ann, Bob], null, Noon.AddMilliseconds(1));
    }

    private static async Task AssertReadAsync(ILastSeen store, UserId[] users, params DateTimeOffset?[] expected) =>
        Assert.Equal(expected.AsEnumerable(), await store.ReadAsync([.. users], default));

    private static async Task NoteAsync(ILastSeen store, params (UserId User, DateTimeOffset At)[] seen) =>
        await store.NoteAsync([.. seen.Select(static one => new Sighting(one.User, one.At))], default);
}
