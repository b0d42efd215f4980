using Streaming.Support;

namespace Streaming.Node.Tests.Lifecycle;

public sealed class StopTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_IdleNode_DrainsAndEndsWithZero(string signal)
    {
        await using var node = await NodeProcess.StartAsync();
        await node.SignalAsync(signal);

        Assert.Equal(ExitCode.Ok, await node.WaitForExitAsync());
        Assert.Contains("Drained in", node.Output);
    }
}
