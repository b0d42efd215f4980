using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Peers;

public sealed class InMemoryPeerNetworkTests : PeerLinkContract
{
    protected override ValueTask<LinksUnderTest> CreateAsync()
    {
        var network = new InMemoryPeerNetwork();
        return ValueTask.FromResult(new LinksUnderTest(
            network.LinkOf(new NodeId("a")), network.LinkOf(new NodeId("b")), network.LinkOf(new NodeId("c")), () => ValueTask.CompletedTask));
    }
}
