using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>A loop that is busy until this is disposed: all that happens meanwhile it meets in one round.</summary>
internal sealed class HeldLoop : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _left = new();

    private HeldLoop(EventLoop loop) => loop.Schedule(new Turn(() =>
    {
        _entered.Set();
        _left.Wait(Eventually.Patience);
    }));

    public static async Task<HeldLoop> HoldAsync(EventLoop loop)
    {
        // What the test waited for before may have been resumed by the very loop.
        await Task.Yield();
        var held = new HeldLoop(loop);
        Assert.True(held._entered.Wait(Eventually.Patience));
        return held;
    }

    public void Dispose() => _left.Set();
}
