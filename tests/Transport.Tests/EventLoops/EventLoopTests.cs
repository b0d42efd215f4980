using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class EventLoopTests : IDisposable
{
    private readonly EventLoop _loop = new("loop under test");
    private readonly ConcurrentQueue<string> _ran = new();

    public EventLoopTests() => _loop.Start();

    public void Dispose() => _loop.Stop();

    [Fact]
    public async Task Round_IsEvents_ThenTurnsWithThoseTheyAskFor_ThenWrites()
    {
        using var file = LibC.CreateEvent();
        var key = _loop.Watch(file, new Watcher(() =>
        {
            _ran.Enqueue("event");
            _loop.ScheduleWrite(Note("write of the event"));
            _loop.Schedule(new Turn(() =>
            {
                _ran.Enqueue("turn of the event");
                _loop.ScheduleWrite(Note("write of the turn"));
                _loop.Schedule(new Turn(() =>
                {
                    _ran.Enqueue("turn of the turn");
                    _loop.Schedule(Note("and of that"));
                }));
            }));
        }), Readiness.Readable | Readiness.OnChange);

        Signal(file);

        await Eventually.HoldsAsync(() => _ran.Count == 6);
        Assert.Equal(
            ["event", "turn of the event", "turn of the turn", "and of that", "write of the event", "write of the turn"],
            _ran);
        _loop.Forget(key);
    }

    [Fact]
    public async Task Write_ThatAsksForAWrite_GetsItAfterTheTurnsOfTheNextRound()
    {
        _loop.ScheduleWrite(new Turn(() =>
        {
            // Off the loops this is a turn; what follows is asked for on the loop.
            _loop.ScheduleWrite(new Turn(() =>
            {
                _loop.ScheduleWrite(Note("second write"));
                _loop.Schedule(Note("turn"));
                _ran.Enqueue("first write");
            }));
            _loop.ScheduleWrite(Note("write beside it"));
        }));

        await Eventually.HoldsAsync(() => _ran.Count == 4);
        Assert.Equal(["first write", "write beside it", "turn", "second write"], _ran);
    }

    [Fact]
    public async Task Turns_WithoutEnd_KeepNeitherWritesNorEventsNorOthersWaiting()
    {
        var done = 0;
        using var file = LibC.CreateEvent();
        _loop.Watch(file, new Watcher(() => Interlocked.Increment(ref done)), Readiness.Readable | Readiness.OnChange);
        var again = new Turn(() => { });
        again = new Turn(() =>
        {
            if (Volatile.Read(ref done) < 3)
                _loop.Schedule(again);
        });
        _loop.Schedule(new Turn(() =>
        {
            _loop.Schedule(again);
            _loop.ScheduleWrite(new Turn(() => Interlocked.Increment(ref done)));
        }));
        Signal(file);
        _loop.Schedule(new Turn(() => Interlocked.Increment(ref done)));

        await Eventually.HoldsAsync(() => Volatile.Read(ref done) == 3);
    }

    [Fact]
    public async Task Schedule_FromOneThread_KeepsTheOrder()
    {
        var order = new ConcurrentQueue<int>();
        for (var i = 0; i < 20_000; i++)
        {
            var number = i;
            _loop.Schedule(new Turn(() => order.Enqueue(number)));
        }
        await Eventually.HoldsAsync(() => order.Count == 20_000);
        Assert.Equal(Enumerable.Range(0, 20_000), order);
    }

    [Fact]
    public async Task Schedule_FromManyThreads_WhileItIsBusyOrAboutToSleep_LosesNothing()
    {
        const int Threads = 4;
        const int Items = 10_000;
        var ran = 0;
        var astray = 0;
        // Each thread waits now and then until the loop has nothing more to do, and so is on its way to sleep.
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var own = 0;
            for (var i = 1; i <= Items; i++)
            {
                var turn = new Turn(() =>
                {
                    if (EventLoop.Current != _loop)
                        Interlocked.Increment(ref astray);
                    Interlocked.Increment(ref own);
                    Interlocked.Increment(ref ran);
                });
                if (i % 2 == 0)
                    _loop.Schedule(turn);
                else
                    _loop.ScheduleWrite(turn);
                var sofar = i;
                if (i % (1 + (thread * 7)) == 0)
                    Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref own) == sofar, Eventually.Patience));
                if (i % 1_000 == 0)
                    await Task.Yield();
            }
        }))).WaitAsync(Eventually.Patience);

        await Eventually.HoldsAsync(() => Volatile.Read(ref ran) == Threads * Items);
        Assert.Equal(0, astray);
    }

    [Fact]
    public async Task Stop_WithWorkHandedIn_RunsItOnTheThreadPool()
    {
        const int Each = 50;
        var onThePool = 0;
        var elsewhere = 0;
        Turn Counted() => new(() => Interlocked.Increment(
            ref Thread.CurrentThread.IsThreadPoolThread && EventLoop.Current is null ? ref onThePool : ref elsewhere));
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        // Held while it writes, so that none of what it is asked for meanwhile belongs to this round.
        _loop.Schedule(new Turn(() => _loop.ScheduleWrite(new Turn(() =>
        {
            entered.Set();
            leave.Wait(Eventually.Patience);
            for (var i = 0; i < Each; i++)
            {
                _loop.Schedule(Counted());
                _loop.ScheduleWrite(Counted());
            }
        }))));
        Assert.True(entered.Wait(Eventually.Patience));
        for (var i = 0; i < Each; i++)
            _loop.Schedule(Counted());

        var stopping = Task.Run(_loop.Stop);
        // What is handed in after the stop runs although the loop is held: then it has been stopped.
        var probes = 0;
        await Eventually.HoldsAsync(() =>
        {
            if (Volatile.Read(ref onThePool) > 0)
                return true;
            probes++;
            _loop.Schedule(Counted());
            return false;
        });
        Assert.False(stopping.IsCompleted);
        leave.Set();

        await stopping.WaitAsync(Eventually.Patience);
        await Eventually.HoldsAsync(() => Volatile.Read(ref onThePool) == (3 * Each) + probes);
        Assert.Equal(0, elsewhere);
    }

    [Fact]
    public async Task Stop_WhileManyHandIn_RunsEverything()
    {
        for (var round = 0; round < 50; round++)
        {
            var loop = new EventLoop("loop to be stopped");
            loop.Start();
            var ran = 0;
            var turn = new Turn(() => Interlocked.Increment(ref ran));
            using var ready = new Barrier(4);
            var handing = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                ready.SignalAndWait(Eventually.Patience);
                for (var i = 0; i < 200; i++)
                    loop.Schedule(turn);
            })).ToArray();
            ready.SignalAndWait(Eventually.Patience);
            loop.Stop();
            await Task.WhenAll(handing).WaitAsync(Eventually.Patience);
            await Eventually.HoldsAsync(() => Volatile.Read(ref ran) == 600);
        }
    }

    [Fact]
    public async Task Stop_TwiceAndFromItself_Ends()
    {
        _loop.Schedule(new Turn(() =>
        {
            _loop.Stop();
            _ran.Enqueue("stopped");
        }));
        await Eventually.HoldsAsync(() => _ran.Count == 1);
        _loop.Stop();
        _loop.Stop();

        _loop.Schedule(Note("turn"));
        _loop.ScheduleWrite(Note("write"));
        await Eventually.HoldsAsync(() => _ran.Count == 3);
    }

    [Fact]
    public void Watch_OnceItHasStopped_IsRefused()
    {
        _loop.Stop();
        using var file = LibC.CreateEvent();
        Assert.Throws<ObjectDisposedException>(() => _loop.Watch(file, new Watcher(() => { }), Readiness.Readable));
    }

    [Fact]
    public void Watch_WhatCannotBeWatched_IsRefused_AndLeavesNoWatcherBehind()
    {
        using var file = File.OpenHandle(typeof(EventLoopTests).Assembly.Location);
        Assert.Throws<IOException>(() => _loop.Watch(file, new Watcher(() => { }), Readiness.Readable));
        Assert.Equal(0, Watched(_loop));
    }

    [Fact]
    public async Task Forget_ADescriptorWithNews_TellsNobody()
    {
        using var file = LibC.CreateEvent();
        var told = 0;
        var key = 0UL;
        using (await HeldLoop.HoldAsync(_loop))
        {
            key = _loop.Watch(file, new Watcher(() => told++), Readiness.Readable | Readiness.OnChange);
            Signal(file);
            Assert.Equal(1, Watched(_loop));
            _loop.Forget(key);
            Assert.Equal(0, Watched(_loop));
        }
        await RoundAsync();
        await RoundAsync();
        Assert.Equal(0, told);
    }

    [Fact]
    public async Task ScheduleWrite_OnAnotherLoop_IsThatLoopsOwn_AndATurnIsNot()
    {
        var other = new EventLoop("other loop");
        other.Start();
        var where = new ConcurrentDictionary<string, EventLoop?>();
        other.Schedule(new Turn(() =>
        {
            _loop.ScheduleWrite(new Turn(() => where["write"] = EventLoop.Current));
            _loop.Schedule(new Turn(() => where["turn"] = EventLoop.Current));
        }));

        await Eventually.HoldsAsync(() => where.Count == 2);
        Assert.Same(other, where["write"]);
        Assert.Same(_loop, where["turn"]);
        other.Stop();
    }

    /// <summary>At the moment when a loop goes from looking to sleeping, what is handed in must wake it.</summary>
    [Fact]
    public async Task Schedule_OnALoopThatPolls_Runs_WheneverItComes()
    {
        var poll = TimeSpan.FromMicroseconds(50);
        var polling = new EventLoop("polling loop", poll);
        polling.Start();
        using var file = LibC.CreateEvent();
        var told = new SemaphoreSlim(0);
        polling.Watch(file, new Watcher(() => told.Release()), Readiness.Readable | Readiness.OnChange);
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            polling.Schedule(new Turn(() => told.Release()));
            Assert.True(await told.WaitAsync(Eventually.Patience));
            Signal(file);
            Assert.True(await told.WaitAsync(Eventually.Patience));
            var began = Stopwatch.GetTimestamp();
            var pause = 2 * random.NextDouble() * poll;
            while (Stopwatch.GetElapsedTime(began) < pause)
                Thread.SpinWait(10);
        }

        polling.Stop();
    }

    [Fact]
    public async Task Set_RunsATurnOnTheLoopThatAsksForIt_AndDealsOutOthers()
    {
        var loops = new EventLoopSet(3);
        var outside = new ConcurrentQueue<EventLoop?>();
        var inside = new ConcurrentQueue<bool>();
        for (var i = 0; i < 30; i++)
        {
            loops.Schedule(new Turn(() =>
            {
                var here = EventLoop.Current;
                outside.Enqueue(here);
                loops.Schedule(new Turn(() => inside.Enqueue(EventLoop.Current == here)));
            }));
        }
        await Eventually.HoldsAsync(() => inside.Count == 30);
        Assert.Equal([10, 10, 10], outside.GroupBy(loop => loop).Select(of => of.Count()));
        Assert.DoesNotContain(false, inside);

        loops.Dispose();
        loops.Dispose();
        loops.Schedule(Note("turn"));
        await Eventually.HoldsAsync(() => _ran.Count == 1);
    }

    // Its own descriptor is counted too, as long as it has one.
    private static int Watched(EventLoop loop) => loop.Watched - 1;

    private static void Signal(FileDescriptor file)
    {
        using var writable = new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false);
        RandomAccess.Write(writable, BitConverter.GetBytes(1UL), fileOffset: 0);
    }

    private Turn Note(string what) => new(() => _ran.Enqueue(what));

    // Whatever is there to be told has been told by its end.
    private async Task RoundAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Schedule(new Turn(passed.SetResult));
        await passed.Task.WaitAsync(Eventually.Patience);
    }

    private sealed class Watcher(Action tell) : IWatcher
    {
        public void OnReady(Readiness readiness) => tell();
    }
}
