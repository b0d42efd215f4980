using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Streaming.Node.Logging;
using Streaming.Support;
using Streaming.Transport.Tests;

namespace Streaming.Node.Tests.Logging;

public sealed class LogQueueTests
{
    private const int Capacity = 10;

    [Fact]
    public async Task Line_WhileTheConsoleBlocks_DoesNotBlockWhoLogs()
    {
        using var console = new HeldConsole();
        using var queue = new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity);
        await using var log = LoggerOn(queue);

        await WriteManyAsync(log, 10 * Capacity);

        Assert.Empty(console.Lines);
        console.Release();
    }

    [Fact]
    public async Task Lines_ThatFoundTheQueueFull_AreToldOnce_AfterThoseThatWaited()
    {
        using var console = new HeldConsole();
        using var queue = new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity);
        await using var log = LoggerOn(queue);
        log.Information("first");
        await console.IsAskedAsync();

        await WriteManyAsync(log, Capacity + 7);
        Assert.Equal(7, queue.Dropped);
        Assert.Equal(Capacity, queue.Waiting);
        console.Release();
        await Eventually.HoldsAsync(() => console.Lines.Count == Capacity + 2);
        log.Information("last");
        await Eventually.HoldsAsync(() => console.Lines.Count == Capacity + 3);

        Assert.Equal(
            [
                "first", .. Enumerable.Range(1, Capacity).Select(static i => $"line {i}"),
                "7 log lines were dropped: the console did not take them", "last",
            ],
            console.Lines);
    }

    [Fact]
    public async Task End_WritesWhatWaits_AndTellsWhatWasDropped()
    {
        using var console = new HeldConsole();
        var queue = new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity);
        var log = LoggerOn(queue);
        log.Information("first");
        await console.IsAskedAsync();
        await WriteManyAsync(log, Capacity + 1);

        Task end = Task.Run(log.Dispose);
        console.Release();
        await end.WaitAsync(NodeProcess.Deadline);

        Assert.Equal(Capacity + 2, console.Lines.Count);
        Assert.Equal($"line {Capacity}", console.Lines.ElementAt(Capacity));
        Assert.StartsWith("1 log lines were dropped", console.Lines.Last());
    }

    [Fact]
    public async Task End_WhileTheConsoleTakesNothing_IsNotWaitedForForever()
    {
        using var console = new HeldConsole();
        var log = LoggerOn(new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity));
        await WriteManyAsync(log, Capacity);

        await Task.Run(log.Dispose).WaitAsync(NodeProcess.Deadline);

        Assert.Empty(console.Lines);
        console.Release();
    }

    [Fact]
    public async Task Line_ThatCannotBeWritten_IsCounted_AndTheNextOnesAreWritten()
    {
        using var console = new HeldConsole();
        console.Release();
        using var queue = new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity);
        await using var log = LoggerOn(queue);

        log.Information(HeldConsole.Refused);
        await Eventually.HoldsAsync(() => console.Lines.Count == 1);
        log.Information("next");
        await Eventually.HoldsAsync(() => console.Lines.Count == 2);

        Assert.Equal(["1 log lines were dropped: the console did not take them", "next"], console.Lines);
    }

    [Fact]
    public async Task Meter_ShowsWhatWaitsAndWhatWasDropped()
    {
        using var console = new HeldConsole();
        using var queue = new LogQueue(to => to.Sink(console), TimeProvider.System, Capacity);
        await using var log = LoggerOn(queue);
        log.Information("first");
        await console.IsAskedAsync();
        await WriteManyAsync(log, Capacity + 3);

        // Other queues may be alive, of tests that run at the same time.
        var seen = new ConcurrentDictionary<(string, long), bool>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == LogQueue.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[(instrument.Name, value)] = true);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[(instrument.Name, value)] = true);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Contains(("streaming.log.lines.dropped", 3L), seen.Keys);
        Assert.Contains(("streaming.log.lines.waiting", Capacity), seen.Keys);
        console.Release();
    }

    private static Logger LoggerOn(LogQueue queue) => new LoggerConfiguration().WriteTo.Sink(queue).CreateLogger();

    // On another thread: should it block, the test fails instead of hanging.
    private static Task WriteManyAsync(Logger log, int lines) => Task.Run(() =>
    {
        for (int i = 1; i <= lines; i++)
            log.Information("line {Number}", i);
    }).WaitAsync(NodeProcess.Deadline);

    /// <summary>Takes no line until it is released.</summary>
    private sealed class HeldConsole : ILogEventSink, IDisposable
    {
        /// <summary>A line that it throws at.</summary>
        public const string Refused = "refused";

        private readonly ManualResetEventSlim _isReleased = new();
        private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Lines { get; } = new();

        public Task IsAskedAsync() => _isAsked.Task.WaitAsync(NodeProcess.Deadline);

        public void Release() => _isReleased.Set();

        public void Emit(LogEvent logEvent)
        {
            _isAsked.TrySetResult();
            _isReleased.Wait();
            string line = logEvent.RenderMessage(null);
            if (line == Refused)
                throw new IOException("No space left on device");
            Lines.Enqueue(line);
        }

        public void Dispose() => _isReleased.Dispose();
    }
}
