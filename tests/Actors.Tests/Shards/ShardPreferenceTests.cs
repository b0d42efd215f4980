using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Actors.Tests.Shards;

public sealed class ShardPreferenceTests
{
    private const int Shards = 1024;

    [Fact]
    public void Of_IsTheSameForTheSameMembers_InAnyOrder()
    {
        ImmutableArray<ClusterMember> members = [Member("a"), Member("b"), Member("c")];

        Assert.Equal(ShardPreference.Of(members, Shards).AsEnumerable(), ShardPreference.Of([.. members.Reverse()], Shards));
    }

    [Fact]
    public void Of_SpreadsEvenly()
    {
        var shares = ShardPreference.Of([Member("a"), Member("b"), Member("c"), Member("d")], Shards).GroupBy(node => node).ToArray();

        Assert.Equal(4, shares.Length);
        Assert.All(shares, share => Assert.InRange(share.Count(), Shards / 4 * 0.8, Shards / 4 * 1.2));
    }

    [Fact]
    public void Of_FollowsTheWeights()
    {
        int heavy = ShardPreference.Of([Member("a", 3), Member("b")], Shards).Count(node => node == new NodeId("a"));

        Assert.InRange(heavy, Shards * 0.75 * 0.9, Shards * 0.75 * 1.1);
    }

    [Fact]
    public void Of_OneMore_MovesOnlyWhatItGets()
    {
        var before = ShardPreference.Of([Member("a"), Member("b")], Shards);
        var after = ShardPreference.Of([Member("a"), Member("b"), Member("c")], Shards);

        Assert.All(Enumerable.Range(0, Shards).Where(i => before[i] != after[i]), i => Assert.Equal(new NodeId("c"), after[i]));
    }

    [Fact]
    public void Of_GivesNothingToWhoIsDraining()
    {
        ClusterMember draining = Member("a") with { Info = new MemberInfo { IsDraining = true } };

        Assert.All(ShardPreference.Of([draining, Member("b")], Shards), node => Assert.Equal(new NodeId("b"), node));
        Assert.All(ShardPreference.Of([draining], Shards), node => Assert.Null(node));
    }

    private static ClusterMember Member(string id, double weight = 1) => new(new NodeId(id), id, new MemberInfo { Weight = weight });
}
