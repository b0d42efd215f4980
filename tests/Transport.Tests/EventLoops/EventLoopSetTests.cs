using System.Collections.Concurrent;
using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class EventLoopSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task ManyWrites_AreSharedWithLoopsThatSleepOrLookForWork_EachRunsOnce(int pollSeconds)
    {
        const int Writes = 1_000;
        using var loops = new EventLoopSet(3, TimeSpan.FromSeconds(pollSeconds));
        var threads = new ConcurrentDictionary<string, int>();

        // Whether another loop is idle at that moment is not the test's to say, so it asks until one did.
        for (var attempt = 0; attempt < 1_000 && threads.Count < 3; attempt++)
        {
            threads.Clear();
            var counts = new int[Writes];
            var left = Writes;
            var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            loops.Schedule(new Turn(() =>
            {
                for (var i = 0; i < Writes; i++)
                {
                    var number = i;
                    EventLoop.Current!.ScheduleWrite(new Turn(() =>
                    {
                        Interlocked.Increment(ref counts[number]);
                        threads.AddOrUpdate(Thread.CurrentThread.Name!, 1, static (_, count) => count + 1);
                        if (Interlocked.Decrement(ref left) == 0)
                            all.SetResult();
                    }));
                }
            }));
            await all.Task.WaitAsync(Eventually.Patience);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
        Assert.Equal(3, threads.Count);
        Assert.All(threads.Keys, name => Assert.StartsWith("Event loop", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FewWrites_StayOnTheLoopThatAskedForThem()
    {
        using var loops = new EventLoopSet(2);
        var threads = new ConcurrentBag<(string Asked, string Ran)>();
        loops.Schedule(new Turn(() =>
        {
            var asked = Thread.CurrentThread.Name!;
            for (var i = 0; i < 100; i++)
                EventLoop.Current!.ScheduleWrite(new Turn(() => threads.Add((asked, Thread.CurrentThread.Name!))));
        }));

        await Eventually.HoldsAsync(() => threads.Count == 100);
        Assert.All(threads, thread => Assert.Equal(thread.Asked, thread.Ran));
    }
}
