using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>A loop that is busy until this is disposed: all that happens meanwhile it meets in one round.</summary>
internal sealed class HeldLoop : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _left = new();

    public HeldLoop(EventLoop loop)
    {
        loop.Schedule(new Turn(() =>
        {
            _entered.Set();
            _left.Wait(Eventually.Patience);
        }));
        Assert.True(_entered.Wait(Eventually.Patience));
    }

    public void Dispose() => _left.Set();
}
