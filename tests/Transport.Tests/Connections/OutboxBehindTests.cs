using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

/// <summary>When a connection counts as behind: what delivery policies begin to leave messages out by.</summary>
public sealed class OutboxBehindTests : IDisposable, IOutboxOwner
{
    private const int Bound = 4_000;

    private readonly TimingWheel _wheel = new(new ManualTimeProvider(), NullLogger<TimingWheel>.Instance);

    public void Dispose() => _wheel.Dispose();

    void IOutboxOwner.OnOutboxFailed(OutboxFailure failure) => Assert.Fail($"{failure}");

    [Fact]
    public async Task HalfTheBound_BehindAWriteThatHangs_IsBehind_UntilItHasLeft()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(new StreamTarget(stream));
        outbox.TryEnqueue(new byte[1_000]);
        var write = await stream.NextWriteAsync();
        Assert.False(outbox.IsBehind());
        outbox.TryEnqueue(new byte[(Bound / 2) - 1_001]);
        Assert.False(outbox.IsBehind());

        // It counts for 64, as the smallest frames do.
        outbox.TryEnqueue(new byte[1]);
        Assert.True(outbox.IsBehind());

        write.End();
        var second = await stream.NextWriteAsync();
        Assert.False(outbox.IsBehind());
        second.End();
        outbox.Abort();
    }

    [Fact]
    public void HalfTheBound_OfWhichNothingWasTriedToWrite_IsWrittenBeforeAnybodyIsCalledSlow()
    {
        var target = new UnhurriedTarget();
        var outbox = Open(target);
        outbox.TryEnqueue(new byte[Bound]);

        Assert.False(outbox.IsBehind());
        Assert.Equal(Bound, target.Written);

        // Whom it was quicker than finds nothing to do.
        target.Drainers.Dequeue().Execute();
        Assert.Equal(Bound, target.Written);
        Assert.Empty(target.Drainers);
    }

    [Fact]
    public void LessThanHalf_IsLeftToItsTurn()
    {
        var target = new UnhurriedTarget();
        var outbox = Open(target);
        outbox.TryEnqueue(new byte[(Bound / 2) - 1]);

        Assert.False(outbox.IsBehind());
        Assert.Equal(0, target.Written);
    }

    private Outbox Open(IOutboxTarget target) => new(target, Bound, TimeSpan.FromSeconds(10), _wheel, this);
}
