using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class CloseReasonTests
{
    [Fact]
    public void ForLog_EveryWayToEnd_IsSaidWithoutTheTextOfAnybody()
    {
        Assert.Equal("closed by the server with 4003 Expelled", CloseReason.Expelled("banned: hush").ForLog());
        Assert.Equal("closed by the peer with 1000", new CloseReason.ByPeer(1000, "hush").ForLog());
        Assert.Equal("closed by the peer", new CloseReason.ByPeer(null, "").ForLog());
        Assert.Equal("lost: the peer has gone", new CloseReason.Lost(Loss.Disconnected).ForLog());
        Assert.All(Enum.GetValues<Loss>(), static loss => Assert.StartsWith("lost: ", new CloseReason.Lost(loss).ForLog()));
    }
}
