using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IShardDirectory"/> does. Derive per adapter. What one node learns of another's claims may
/// take time: these tests wait for it.
/// </summary>
public abstract class ShardDirectoryContract : IAsyncLifetime
{
    private static readonly ShardId Shard = new(3);

    private DirectoriesUnderTest _under = null!;

    private IShardDirectory First => _under.First.Directory;

    private IShardDirectory Second => _under.Second.Directory;

    /// <summary>At least eight shards.</summary>
    protected abstract ValueTask<DirectoriesUnderTest> CreateAsync();

    public async Task InitializeAsync() => _under = await CreateAsync();

    public Task DisposeAsync() => _under.DisposeAsync().AsTask();

    [Fact]
    public void Current_AtFirst_NamesNoOwner()
    {
        Assert.All(First.Current.Owners, owner => Assert.Null(owner));
        Assert.Equal(First.Current.Owners.Length, Second.Current.Owners.Length);
    }

    [Fact]
    public async Task Claim_OfAFreeShard_IsSeenByBoth()
    {
        ShardOwner? owner = await ClaimAsync(First, Shard);

        Assert.Equal(_under.First.Node, owner!.Value.Node);
        Assert.Equal(owner, First.Current.OwnerOf(Shard));
        await SeesAsync(Second, Shard, owner);
    }

    [Fact]
    public async Task Claim_OfAnOwnedShard_IsRefused_ToTheOtherAndToItself()
    {
        ShardOwner? owner = await ClaimAsync(First, Shard);

        Assert.Null(await ClaimAsync(Second, Shard));
        Assert.Null(await ClaimAsync(First, Shard));
        Assert.Equal(owner, First.Current.OwnerOf(Shard));
    }

    [Fact]
    public async Task Claim_AfterRelease_HasAHigherTerm()
    {
        long before = 0;
        for (int i = 0; i < 5; i++)
        {
            IShardDirectory node = i % 2 == 0 ? First : Second;
            ShardOwner owner = (await ClaimAsync(node, Shard))!.Value;
            Assert.True(owner.Term > before);
            before = owner.Term;
            await node.ReleaseAsync(Shard, owner.Term, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_IsGrantedOnce()
    {
        ShardOwner?[] owners = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            Task.Run(() => ClaimAsync(i % 2 == 0 ? First : Second, Shard))));

        ShardOwner? owner = Assert.Single(owners, one => one is not null);
        await SeesAsync(First, Shard, owner);
        await SeesAsync(Second, Shard, owner);
    }

    [Fact]
    public async Task Release_FreesTheShard_ForBoth()
    {
        ShardOwner owner = (await ClaimAsync(First, Shard))!.Value;
        await First.ReleaseAsync(Shard, owner.Term, CancellationToken.None);

        await SeesAsync(First, Shard, null);
        await SeesAsync(Second, Shard, null);
    }

    [Fact]
    public async Task Release_OfAnotherTerm_ChangesNothing()
    {
        ShardOwner before = (await ClaimAsync(First, Shard))!.Value;
        await First.ReleaseAsync(Shard, before.Term, CancellationToken.None);
        ShardOwner? owner = await ClaimAsync(Second, Shard);

        await First.ReleaseAsync(Shard, before.Term, CancellationToken.None); // late, or doubled
        await First.ReleaseAsync(Shard, owner!.Value.Term, CancellationToken.None); // not its own

        Assert.Null(await ClaimAsync(First, Shard));
        await SeesAsync(First, Shard, owner);
    }

    [Fact]
    public async Task Shards_AreApart()
    {
        int shards = First.Current.Owners.Length;
        for (int i = 0; i < shards; i++)
            Assert.NotNull(await ClaimAsync(i % 2 == 0 ? First : Second, new ShardId(i)));

        for (int i = 0; i < shards; i++)
        {
            ShardOwner? owner = (i % 2 == 0 ? First : Second).Current.OwnerOf(new ShardId(i));
            Assert.Equal(i % 2 == 0 ? _under.First.Node : _under.Second.Node, owner!.Value.Node);
        }
    }

    [Fact]
    public async Task Changed_IsRaisedAfterCurrentIsNew()
    {
        var seen = new List<bool>();
        First.Changed += map => seen.Add(ReferenceEquals(map, First.Current) || map.OwnerOf(Shard) == First.Current.OwnerOf(Shard));

        ShardOwner owner = (await ClaimAsync(First, Shard))!.Value;
        await First.ReleaseAsync(Shard, owner.Term, CancellationToken.None);
        await SeesAsync(First, Shard, null);

        Assert.NotEmpty(seen);
        Assert.All(seen, Assert.True);
    }

    private static async Task<ShardOwner?> ClaimAsync(IShardDirectory directory, ShardId shard) =>
        await directory.ClaimAsync(shard, CancellationToken.None);

    private static async Task SeesAsync(IShardDirectory directory, ShardId shard, ShardOwner? owner)
    {
        using var changed = new SemaphoreSlim(0);
        void OnChanged(ShardMap map) => changed.Release();
        directory.Changed += OnChanged;
        try
        {
            await Deadline.UntilAsync(() => directory.Current.OwnerOf(shard) == owner, changed, $"owner {owner} of shard {shard}");
        }
        finally
        {
            directory.Changed -= OnChanged;
        }
    }
}
