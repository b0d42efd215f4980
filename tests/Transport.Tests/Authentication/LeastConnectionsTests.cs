using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Authentication;

public sealed class LeastConnectionsTests
{
    // Each node as name=connections/weight, "-" before those that drain; the first is the one that is asked, which knows its own count.
    [Theory]
    [InlineData("a=5/1", "a")]
    [InlineData("a=5/1 b=4/1 c=9/1", "b")]
    [InlineData("a=5/1 b=5/1", "a")]
    [InlineData("a=5/1 b=8/2 c=9/3", "c")]
    [InlineData("a=5/1 -b=0/1 c=4/1", "c")]
    [InlineData("-a=0/1 b=9/1", "b")]
    [InlineData("-a=0/1 -b=0/1", null)]
    public void Of_IsTheNodeWithTheLeastForItsWeight(string nodes, string? chosen)
    {
        var members = nodes.Split(' ').Select(Parse).ToList();

        var to = LeastConnections.Of(
            [.. members.Select((one, i) => i == 0 ? one with { Info = one.Info with { Connections = 1_000 } } : one)],
            members[0].Node,
            members[0].Info.Connections);

        Assert.Equal(chosen, to?.Node.Value);
    }

    [Fact]
    public void Of_ANodeThatHasNotSaidWhereItIs_IsNobodySentTo()
    {
        var here = Parse("a=5/1");
        var there = Parse("b=0/1");

        Assert.Equal(here, LeastConnections.Of([here, there with { Info = there.Info with { Url = "" } }], here.Node, 5));
    }

    private static ClusterMember Parse(string text)
    {
        string[] parts = text.TrimStart('-').Split('=', '/');
        return new ClusterMember(new NodeId(parts[0]), "life", new MemberInfo
        {
            Url = $"http://{parts[0]}:8080",
            Connections = int.Parse(parts[1]),
            Weight = int.Parse(parts[2]),
            IsDraining = text[0] == '-',
        });
    }
}
