using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Webhooks;
using Xunit;

namespace Streaming.Actors.Tests.Webhooks;

/// <summary>Webhooks on three nodes, across changes of a room's owner. The client is on none of the owners.</summary>
public sealed class WebhookClusterTests
{
    [Fact]
    public void Owner_Killed_TheNextOneDeliversTheRest_ThoughNobodyUsesTheRoom()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        (StreamingNode first, StreamingNode second, StreamingNode third) = (rig.AddNode("n1"), rig.AddNode("n2"), rig.AddNode("n3"));
        rig.Ask(third, Some.Join(Some.Ann));
        rig.Say(third, "one");
        rig.Receiver.Takes = static _ => false;
        rig.Say(third, "two", "three");
        rig.Cluster.Directory.Favourite = second.Self;
        rig.Cluster.Kill(first);
        rig.Receiver.Takes = static _ => true;
        rig.Cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(["ann", "one", "two", "three"], rig.Taken.Select(static e => e.Split(' ')[2]));
        Assert.Equal(2, Assert.Single(second.DescribeWebhooks()).Delivered);
    }

    [Fact]
    public void Owner_KilledBetweenPostAndOffset_TheEventComesAgain()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        (StreamingNode first, StreamingNode second, StreamingNode third) = (rig.AddNode("n1"), rig.AddNode("n2"), rig.AddNode("n3"));
        rig.Ask(third, Some.Join(Some.Ann));
        rig.Receiver.Hold = new TaskCompletionSource();
        rig.Say(third, "one");
        rig.Cluster.Directory.Favourite = second.Self;
        rig.Cluster.Kill(first);
        rig.Receiver.Hold = null;
        rig.Cluster.Pass(TimeSpan.FromSeconds(5));
        rig.Say(third, "two");

        Assert.Equal(["ann", "one", "one", "two"], rig.Receiver.Posts.Select(static e => e.Split(' ')[2]));
    }

    [Fact]
    public void HandOver_InTheMidstOfTraffic_LosesAndDoublesNothing()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        StreamingNode[] nodes = [rig.AddNode("n1"), rig.AddNode("n2"), rig.AddNode("n3")];
        rig.Ask(nodes[0], Some.Join(Some.Ann));
        for (int i = 0; i < 30; i++)
        {
            rig.Say(nodes[(i + 1) % 3], $"{i}");
            if (i % 4 == 3)
            {
                rig.Cluster.HandOver(nodes[i / 4 % 3].Self);
                rig.Cluster.Pass(TimeSpan.FromMilliseconds(300));
            }
        }

        Assert.Equal(["ann", .. Enumerable.Range(0, 30).Select(static i => $"{i}")], rig.Taken.Select(static e => e.Split(' ')[2]));
    }

    [Fact]
    public void HandOver_WithAPostThatHangs_DoesNotWaitForIt()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        (StreamingNode first, StreamingNode second) = (rig.AddNode("n1"), rig.AddNode("n2"));
        rig.Ask(first, Some.Join(Some.Ann));
        rig.Receiver.Hold = new TaskCompletionSource();
        rig.Say(first, "one");
        rig.Cluster.HandOver(second.Self);
        rig.Receiver.Hold = null;
        rig.Cluster.Pass(TimeSpan.FromMilliseconds(500));

        Assert.Equal(second.Self, second.Shards.Current.OwnerOf(second.Shards.Current.ShardOf(Some.Room))!.Value.Node);
        Assert.Equal(["ann", "one"], rig.Taken.Select(static e => e.Split(' ')[2]));
        Assert.Equal(0, rig.Receiver.Underway);
    }

    [Fact]
    public void Lease_Lost_NothingIsPosted()
    {
        using var rig = new WebhookRig(WebhookRig.All);
        (StreamingNode first, StreamingNode second) = (rig.AddNode("n1"), rig.AddNode("n2"));
        rig.Ask(first, Some.Join(Some.Ann));
        rig.Receiver.Takes = static _ => false;
        rig.Say(first, "one");
        rig.Cluster.Directory.CutOff.Add(first.Self);
        rig.Cluster.Directory.Favourite = second.Self;
        rig.Cluster.Pass(TimeSpan.FromSeconds(10));
        rig.Receiver.Takes = static _ => true;
        rig.Cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(["ann", "one"], rig.Taken.Select(static e => e.Split(' ')[2]));
        Assert.Equal(1, Assert.Single(second.DescribeWebhooks()).Delivered);
    }
}
