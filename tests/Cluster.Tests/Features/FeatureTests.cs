namespace Streaming.Cluster.Tests.Features;

/// <summary>
/// Every feature on three real nodes: who acts, whom it concerns and who owns it are on different ones; and again with the owner killed between
/// the act and the look at it. The table is <see cref="FeatureTable"/>; more, on nodes in one process, in tests/Actors.Tests/Features.
/// </summary>
public sealed class FeatureTests(FeaturesPlayed played) : IClassFixture<FeaturesPlayed>
{
    public static TheoryData<string, bool> Features
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (string feature in FeatureTable.All.Keys)
            {
                all.Add(feature, false);
                all.Add(feature, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void Feature_OnThreeNodes_HoldsAcrossAFailOver(string feature, bool ownerDies) => Assert.Null(played.FailureOf(feature, ownerDies));
}
