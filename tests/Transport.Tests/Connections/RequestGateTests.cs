using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class RequestGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Enter_AtTheBound_WaitsForAnExit()
    {
        var gate = new RequestGate(2);
        Assert.True(await gate.EnterAsync());
        Assert.True(await gate.EnterAsync());

        var third = gate.EnterAsync().AsTask();
        Assert.False(third.IsCompleted);
        Assert.Equal(2, gate.InFlight);
        gate.Exit();

        Assert.True(await third.WaitAsync(Patience));
        Assert.Equal(2, gate.InFlight); // the place went from one to the other
        gate.Exit();
        gate.Exit();
        Assert.Equal(0, gate.InFlight);
    }

    [Fact]
    public async Task Close_RefusesWhoWaitsAndWhoComes()
    {
        var gate = new RequestGate(1);
        await gate.EnterAsync();
        var waiting = gate.EnterAsync().AsTask();

        var answered = gate.CloseAsync();

        Assert.False(await waiting.WaitAsync(Patience));
        Assert.False(await gate.EnterAsync());
        Assert.False(answered.IsCompleted);
        gate.Exit();
        await answered.WaitAsync(Patience);
    }

    [Fact]
    public async Task Close_WithNothingInFlight_IsDoneAtOnce()
    {
        var gate = new RequestGate(1);
        await gate.EnterAsync();
        gate.Exit();

        Assert.True(gate.CloseAsync().IsCompletedSuccessfully);
        Assert.True(gate.CloseAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Close_Twice_BothWaitForTheLastAnswer()
    {
        var gate = new RequestGate(2);
        await gate.EnterAsync();
        await gate.EnterAsync();
        Task[] closed = [gate.CloseAsync(), gate.CloseAsync()];

        gate.Exit();
        Assert.DoesNotContain(closed, task => task.IsCompleted);
        gate.Exit();

        await Task.WhenAll(closed).WaitAsync(Patience);
    }

    [Fact]
    public async Task Exit_WithoutEntry_IsABug()
    {
        var gate = new RequestGate(1);
        Assert.Throws<InvalidOperationException>(gate.Exit);

        await gate.EnterAsync();
        _ = gate.EnterAsync().AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await gate.EnterAsync());
    }

    [Fact]
    public async Task ManyRequests_NeverExceedTheBound()
    {
        const int bound = 8;
        var gate = new RequestGate(bound);
        var inFlight = 0;
        var most = 0;
        for (var i = 0; i < 20_000; i++)
        {
            Assert.True(await gate.EnterAsync().AsTask().WaitAsync(Patience));
            most = Math.Max(most, Interlocked.Increment(ref inFlight));
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Interlocked.Decrement(ref inFlight);
                gate.Exit();
            });
        }

        await gate.CloseAsync().WaitAsync(Patience);
        Assert.InRange(most, 1, bound);
    }
}
