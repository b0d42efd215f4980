using Streaming.Support;

namespace Streaming.Node.Tests.Logging;

public sealed class FatalStartTests
{
    /// <summary>Why the start failed is in the log, though the program ends with the line that says it.</summary>
    [Fact]
    public async Task Start_ThatFailsForAReasonNobodyThoughtOf_IsInTheLog()
    {
        using var folder = new TestFolder("node");
        string file = folder.Write("file", "no folder");
        await using var node = NodeProcess.Launch(["--urls", $"http://unix:{file}/socket"]);

        Assert.Equal(ExitCode.Failed, await node.WaitForExitAsync());
        Assert.Contains(" FTL The node failed\nSystem.Net.Sockets.SocketException", node.Output);
    }
}
