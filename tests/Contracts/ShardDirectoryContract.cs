using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IShardDirectory"/> does. Derive per adapter. Time is moved by <see cref="PassAsync"/>, so
/// that an adapter with a clock of its own can wait instead; leases that must not run out in a test are long ones.
/// Members are in this file, shards in <c>ShardDirectoryContract.Shards.cs</c>.
/// </summary>
public abstract partial class ShardDirectoryContract : IAsyncLifetime
{
    /// <summary>How many shards the directories have.</summary>
    protected const int Shards = 8;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>The directory as another node has it, of one cluster that nobody is in at first.</summary>
    protected abstract ValueTask<IShardDirectory> OpenAsync();

    /// <summary>Lets time pass for the leases.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Shards_AreAsManyAsTheClusterHas()
    {
        IShardDirectory directory = await OpenAsync();

        Assert.Equal(Shards, directory.Shards);
    }

    [Fact]
    public async Task Beat_AtFirst_ShowsANodeAlone_AndNoOwner()
    {
        DirectoryNode node = await NodeAsync("n1");
        DirectoryView view = await node.BeatAsync(Long);

        Assert.Equal(node.Self, Assert.Single(view.Members));
        Assert.Equal(Shards, view.Owners.Length);
        Assert.All(view.Owners, static owner => Assert.Null(owner));
        Assert.Null(view.NextExpiry);
        Assert.NotEmpty(view.Generation);
    }

    [Fact]
    public async Task Beat_ShowsAllMembers_ById()
    {
        foreach (string id in (string[])["n2", "N9", "n10", "a"])
            await (await NodeAsync(id)).BeatAsync(Long);

        DirectoryView view = await (await NodeAsync("n1")).BeatAsync(Long);

        Assert.Equal(["N9", "a", "n1", "n10", "n2"], view.Members.Select(static member => member.Node.Value));
    }

    [Fact]
    public async Task Beat_CarriesAllThatANodeTells_AndTheLatestOfIt()
    {
        var info = new MemberInfo
        {
            Url = "http://[::1]:8080/é", Version = "1.2.3-rc.1+7", Region = "eu west \"1\"\n", Weight = 0.1, IsDraining = true,
            StartedAt = Sample.Noon, Connections = 1234, Rooms = int.MaxValue,
        };
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.With(info with { Connections = 1 }).BeatAsync(Long);
        await first.With(info).BeatAsync(Long);

        DirectoryView view = await second.BeatAsync(Long);
        Content.AssertSame(info, view.Members[0].Info);
        Content.AssertSame(second.Self.Info, view.Members[1].Info);
    }

    [Fact]
    public async Task Beat_OfANodeWhoseTimeRanOut_IsGone()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.BeatAsync(Short);
        await PassAsync(Short);

        AssertMembers(await second.BeatAsync(Long), second.Self);
    }

    [Fact]
    public async Task Beat_Again_BeginsItsTimeAnew()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.BeatAsync(Short);
        await first.BeatAsync(Long);
        await PassAsync(Short);

        AssertMembers(await second.BeatAsync(Long), first.Self, second.Self);
    }

    [Fact]
    public async Task Beat_UnderAnIdInUse_IsRefused_UntilTheLifeBeforeIsGone()
    {
        DirectoryNode before = await NodeAsync("n1");
        await before.BeatAsync(Long);
        DirectoryNode after = before.Reborn();

        Assert.Null(await after.TryBeatAsync(Long));
        await before.BeatAsync(Short);
        await PassAsync(Short);

        AssertMembers(await after.BeatAsync(Long), after.Self);
        Assert.Null(await before.TryBeatAsync(Long));
    }

    [Fact]
    public async Task Beat_ThatIsRefused_ChangesNothing()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.BeatAsync(Short);
        await first.Reborn().TryBeatAsync(Long);
        await PassAsync(Short);

        AssertMembers(await second.BeatAsync(Long), second.Self);
    }

    [Fact]
    public async Task NextExpiry_IsThatOfTheFirstOfTheOthers()
    {
        DirectoryNode first = await NodeAsync("n1");
        await first.BeatAsync(Long);
        await (await NodeAsync("n2")).BeatAsync(Long * 3);
        DirectoryView view = await (await NodeAsync("n3")).BeatAsync(Long * 2);
        Assert.InRange(view.NextExpiry!.Value, Long / 2, Long);

        view = await first.BeatAsync(Long);
        Assert.InRange(view.NextExpiry!.Value, Long, Long * 2);
    }

    [Fact]
    public async Task Leave_IsGoneAtOnce_AndItsIdIsFree()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.LeaveAsync();

        AssertMembers(await second.BeatAsync(Long), second.Self);
        Assert.NotNull(await first.Reborn().TryBeatAsync(Long));
    }

    [Fact]
    public async Task Leave_OfALifeBefore_LeavesThisOneAlone()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.LeaveAsync();
        DirectoryNode after = first.Reborn();
        await after.BeatAsync(Long);
        await first.LeaveAsync(); // late, or doubled

        AssertMembers(await second.BeatAsync(Long), after.Self, second.Self);
    }

    [Fact]
    public async Task Generation_IsTheSameForAll_AndStays()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        string generation = (await first.BeatAsync(Long)).Generation;

        Assert.Equal(generation, (await second.BeatAsync(Long)).Generation);
        Assert.Equal(generation, (await second.ClaimAsync(1)).Generation);
        Assert.Equal(generation, (await first.BeatAsync(Long)).Generation);
    }

    private async Task<DirectoryNode> NodeAsync(string id) =>
        new(await OpenAsync(), new ClusterMember(new NodeId(id), $"life-of-{id}", new MemberInfo { Url = $"http://{id}:8080" }));

    /// <summary>Two that are in the cluster for long.</summary>
    private async Task<(DirectoryNode First, DirectoryNode Second)> TwoAsync()
    {
        DirectoryNode first = await NodeAsync("n1"), second = await NodeAsync("n2");
        await first.BeatAsync(Long);
        await second.BeatAsync(Long);
        return (first, second);
    }

    private static void AssertMembers(DirectoryView view, params ClusterMember[] members) => Assert.Equal(members.AsEnumerable(), view.Members);
}
