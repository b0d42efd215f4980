using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

public sealed class PresenceTermsTests
{
    private readonly ManualTimeProvider _clock = new();
    private ShardMap _map = ShardMap.Unknown(shards: 1);

    [Fact]
    public void Counts_InTheOwnersTermOrALaterOne()
    {
        PresenceTerms terms = Terms();
        Assert.True(terms.Counts(Some.Ann, term: 1, known: 0)); // nobody is known to own the shard
        Assert.False(terms.Counts(Some.Ann, term: 1, known: 2));

        Own(terms, term: 5);
        Assert.False(terms.Counts(Some.Ann, term: 4, known: 0));
        Assert.True(terms.Counts(Some.Ann, term: 5, known: 4));
        Assert.True(terms.Counts(Some.Ann, term: 6, known: 5)); // of an owner of whom this node has not heard yet
        Assert.False(terms.Counts(Some.Ann, term: 6, known: 7));
        Assert.True(terms.Counts(Some.Ann, term: 5, known: 7)); // a directory that forgot a term
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(5, 5)]
    public void IsOver_WhenTheNextOwnerHasHadTheGraceTime_AndTimeToRebuild(int grace, int confirm)
    {
        PresenceTerms terms = Terms(grace);
        Own(terms, term: 5);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(terms.IsOver(Some.Ann, term: 5, _clock.GetUtcNow()));

        Own(terms, term: 6);
        Assert.Equal(TimeSpan.FromSeconds(confirm), terms.NextOver());
        _clock.Advance(TimeSpan.FromSeconds(confirm) - TimeSpan.FromTicks(1));
        Assert.False(terms.IsOver(Some.Ann, term: 5, _clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(terms.IsOver(Some.Ann, term: 5, _clock.GetUtcNow()));
        Assert.False(terms.IsOver(Some.Ann, term: 6, _clock.GetUtcNow()));
        Assert.Null(terms.NextOver());
    }

    private PresenceTerms Terms(int grace = 5) => new(() => _map, _clock, TimeSpan.FromSeconds(grace));

    private void Own(PresenceTerms terms, long term)
    {
        ShardMap before = _map;
        _map = _map with { Owners = [new ShardOwner(new NodeId("n1"), term)] };
        Assert.True(terms.Note(before, _map));
        Assert.False(terms.Note(_map, _map));
    }
}
