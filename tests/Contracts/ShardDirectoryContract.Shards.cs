using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Contracts;

/// <summary>Who owns which shard, and in which term.</summary>
public abstract partial class ShardDirectoryContract
{
    private const int Shard = 3;

    [Fact]
    public async Task Claim_OfAFreeShard_IsSeenByAll()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        ShardOwner? owner = (await first.ClaimAsync(Shard)).Owners[Shard];

        Assert.Equal(first.Id, owner!.Value.Node);
        Assert.Equal(owner, (await first.BeatAsync(Long)).Owners[Shard]);
        DirectoryView others = await second.BeatAsync(Long);
        Assert.Equal(owner, others.Owners[Shard]);
        Assert.Single(others.Owners, static one => one is not null);
    }

    [Fact]
    public async Task Claim_OfWhatAnotherOwns_ChangesNothing()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        ShardOwner? owner = (await first.ClaimAsync(Shard)).Owners[Shard];

        Assert.Equal(owner, (await second.ClaimAboveAsync(owner!.Value.Term, Shard)).Owners[Shard]);
    }

    [Fact]
    public async Task Claim_OfSome_TakesThoseThatAreFree()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.ClaimAsync(1, 2);
        DirectoryView view = await second.ClaimAsync(0, 1, 2, 3);

        Assert.Equal(
            [second.Id, first.Id, first.Id, second.Id, null, null, null, null],
            view.Owners.Select(static owner => owner?.Node));
    }

    [Fact]
    public async Task Claim_OfNothing_IsALook()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        DirectoryView view = await first.ClaimAsync(Shard);

        Assert.Equal(view.Owners.AsEnumerable(), (await second.ClaimAsync()).Owners);
        AssertMembers(await second.ClaimAsync(), first.Self, second.Self);
    }

    [Fact]
    public async Task Claim_OfItsOwn_HasAHigherTerm()
    {
        DirectoryNode node = await NodeAsync("n1");
        await node.BeatAsync(Long);
        long before = (await node.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;

        Assert.True((await node.ClaimAsync(Shard)).Owners[Shard]!.Value.Term > before);
    }

    [Fact]
    public async Task Claim_IsAboveTheFloor()
    {
        DirectoryNode node = await NodeAsync("n1");
        await node.BeatAsync(Long);
        long floor = ShardTerm.Next(41L << ShardTerm.MarkBits, "another");
        long term = (await node.ClaimAboveAsync(floor, Shard)).Owners[Shard]!.Value.Term;

        Assert.Equal(ShardTerm.Next(floor, node.Self.Incarnation), term);
        Assert.Equal(ShardTerm.Next(term, node.Self.Incarnation), (await node.ClaimAboveAsync(floor, Shard)).Owners[Shard]!.Value.Term);
    }

    /// <summary>Numbers that a double holds only just, and that print with an exponent where nobody takes care.</summary>
    [Fact]
    public async Task Claim_KeepsTermsExact_ForAsLongAsTheyLast()
    {
        DirectoryNode node = await NodeAsync("n1");
        await node.BeatAsync(Long);
        long floor = ((1L << 33) - 3) << ShardTerm.MarkBits;
        long term = (await node.ClaimAboveAsync(floor + 1, Shard)).Owners[Shard]!.Value.Term;

        Assert.Equal(ShardTerm.Next(floor, node.Self.Incarnation), term);
        Assert.Equal(term, (await node.BeatAsync(Long)).Owners[Shard]!.Value.Term);
        Assert.Equal(ShardTerm.Next(term, node.Self.Incarnation), (await node.ClaimAsync(Shard)).Owners[Shard]!.Value.Term);
    }

    [Fact]
    public async Task Claim_ByANodeThatIsNotInTheCluster_TakesNothing()
    {
        DirectoryNode member = await NodeAsync("n1"), stranger = await NodeAsync("n2");
        await member.BeatAsync(Long);

        Assert.Null((await stranger.ClaimAsync(Shard)).Owners[Shard]);
        Assert.Null((await member.Reborn().ClaimAsync(Shard)).Owners[Shard]);
        AssertMembers(await member.BeatAsync(Long), member.Self);
    }

    [Fact]
    public async Task Claim_ByANodeWhoseTimeRanOut_TakesNothing()
    {
        DirectoryNode node = await NodeAsync("n1");
        await node.BeatAsync(Short);
        await PassAsync(Short);

        Assert.Null((await node.ClaimAsync(Shard)).Owners[Shard]);
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_IsGrantedOnce()
    {
        DirectoryNode[] nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => NodeAsync($"n{i}")));
        foreach (DirectoryNode node in nodes)
            await node.BeatAsync(Long);

        DirectoryView[] views = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.ClaimAsync(0, 1, 2, 3, 4, 5, 6, 7))));

        DirectoryView now = await nodes[0].BeatAsync(Long);
        Assert.All(views, view => Assert.Equal(now.Owners.AsEnumerable(), view.Owners));
        Assert.Single(now.Owners.Select(static owner => owner!.Value.Node).Distinct());
        Assert.All(now.Owners, static owner => Assert.Equal(1, ShardTerm.NumberOf(owner!.Value.Term)));
    }

    [Fact]
    public async Task Owner_WhoseTimeRanOut_OwnsNothing_AndWhoComesNextHasAHigherTerm()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
        await first.BeatAsync(Short);
        await PassAsync(Short);

        Assert.Null((await second.BeatAsync(Long)).Owners[Shard]);
        ShardOwner owner = (await second.ClaimAsync(Shard)).Owners[Shard]!.Value;
        Assert.Equal(second.Id, owner.Node);
        Assert.True(owner.Term > before);
        Assert.Equal(owner, (await first.BeatAsync(Long)).Owners[Shard]);
    }

    [Fact]
    public async Task Owner_ThatBeatsAgainBeforeAnybodyTookItsShards_HasLostNothing()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        ShardOwner? owner = (await first.ClaimAsync(Shard)).Owners[Shard];
        await first.BeatAsync(Short);
        await PassAsync(Short);
        await second.BeatAsync(Long);

        Assert.Equal(owner, (await first.BeatAsync(Long)).Owners[Shard]);
        Assert.Equal(owner, (await second.BeatAsync(Long)).Owners[Shard]);
    }

    [Fact]
    public async Task Owner_ThatWasBornAgain_OwnsNothing()
    {
        DirectoryNode before = await NodeAsync("n1");
        await before.BeatAsync(Long);
        long term = (await before.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
        await before.LeaveAsync();
        DirectoryNode after = before.Reborn();

        Assert.Null((await after.BeatAsync(Long)).Owners[Shard]);
        Assert.True((await after.ClaimAsync(Shard)).Owners[Shard]!.Value.Term > term);
    }

    [Fact]
    public async Task Leave_FreesWhatItOwned()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        await first.ClaimAsync(Shard, Shard + 1);
        ShardOwner? kept = (await second.ClaimAsync(0)).Owners[0];
        await first.LeaveAsync();

        DirectoryView view = await second.BeatAsync(Long);
        Assert.Null(view.Owners[Shard]);
        Assert.Null(view.Owners[Shard + 1]);
        Assert.Equal(kept, view.Owners[0]);
    }

    [Fact]
    public async Task Transfer_PassesAShardOn_InTheNextOwnersNextTerm()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
        ShardOwner? owner = (await first.TransferAsync(Shard, before, second.Id)).Owners[Shard];

        Assert.Equal(new ShardOwner(second.Id, ShardTerm.Next(before, second.Self.Incarnation)), owner);
        Assert.Equal(owner, (await second.BeatAsync(Long)).Owners[Shard]);
    }

    [Fact]
    public async Task Transfer_OfMany_PassesEachOn()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        DirectoryView view = await first.ClaimAsync(0, 1, 2, 3);
        view = await first.TransferAsync(
            [.. new[] { 0, 1, 2 }.Select(i => new ShardTransfer(new ShardId(i), view.Owners[i]!.Value.Term, second.Id))]);

        Assert.Equal(
            [second.Id, second.Id, second.Id, first.Id, null, null, null, null],
            view.Owners.Select(static owner => owner?.Node));
    }

    [Fact]
    public async Task Transfer_ToANodeThatIsNotInTheCluster_FreesTheShard()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;

        Assert.Null((await first.TransferAsync(Shard, before, new NodeId("nobody"))).Owners[Shard]);
        Assert.True((await second.ClaimAsync(Shard)).Owners[Shard]!.Value.Term > before);
    }

    [Fact]
    public async Task Transfer_ToANodeWhoseTimeRanOut_FreesTheShard()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
        await second.BeatAsync(Short);
        await PassAsync(Short);

        Assert.Null((await first.TransferAsync(Shard, before, second.Id)).Owners[Shard]);
        Assert.Null((await second.BeatAsync(Long)).Owners[Shard]);
    }

    [Fact]
    public async Task Transfer_OfAnEarlierTerm_OrOfWhatIsNotItsOwn_ChangesNothing()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
        ShardOwner? owner = (await first.ClaimAsync(Shard)).Owners[Shard];

        Assert.Equal(owner, (await first.TransferAsync(Shard, before, second.Id)).Owners[Shard]); // late, or doubled
        Assert.Equal(owner, (await second.TransferAsync(Shard, owner!.Value.Term, second.Id)).Owners[Shard]);
        Assert.Null((await first.TransferAsync(0, 0, second.Id)).Owners[0]);
    }

    [Fact]
    public async Task Transfer_ByANodeWhoseTimeRanOut_ChangesNothing()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        ShardOwner? owner = (await first.ClaimAsync(Shard)).Owners[Shard];
        await first.BeatAsync(Short);
        await PassAsync(Short);

        Assert.Null((await first.TransferAsync(Shard, owner!.Value.Term, second.Id)).Owners[Shard]);
        Assert.Equal(owner, (await first.BeatAsync(Long)).Owners[Shard]);
    }

    [Fact]
    public async Task Terms_AlwaysRise_HoweverAShardChangesHands()
    {
        (DirectoryNode first, DirectoryNode second) = await TwoAsync();
        long before = 0;
        for (int round = 0; round < 4; round++)
        {
            long claimed = (await first.ClaimAsync(Shard)).Owners[Shard]!.Value.Term;
            Assert.True(ShardTerm.NumberOf(claimed) > ShardTerm.NumberOf(before));
            long passed = (await first.TransferAsync(Shard, claimed, second.Id)).Owners[Shard]!.Value.Term;
            Assert.True(ShardTerm.NumberOf(passed) > ShardTerm.NumberOf(claimed));
            await second.TransferAsync(Shard, passed, new NodeId("nobody"));
            before = passed;
        }
    }
}
